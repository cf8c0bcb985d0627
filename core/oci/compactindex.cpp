#include "core/oci/compactindex.h"

#include "core/base/imagepath.h"
#include "core/oci/compacttar.h"

#include <algorithm>
#include <array>
#include <limits>

namespace sw::oci {

namespace {

constexpr std::uint64_t kBlock = 512;
constexpr std::int64_t kNanoseconds = 1'000'000'000;
constexpr std::int64_t kLatest = std::numeric_limits<std::int64_t>::max() / kNanoseconds - 1;

bool isLink(EntryType type) { return type == EntryType::HardLink || type == EntryType::Symlink; }

/// Whether time and place need more room than a record has.
bool isOdd(const LayerEntry& entry) {
    return entry.mtime > kLatest || entry.mtime < -kLatest || entry.mtimeNs >= kNanoseconds || entry.dataOffset % kBlock != 0 ||
           entry.dataOffset / kBlock > UINT32_MAX || (entry.dataOffset != 0 && entry.type != EntryType::File);
}

/// Seconds rounded down, so that what is left over is never negative.
std::int64_t secondsOf(std::int64_t time) { return time / kNanoseconds - (time % kNanoseconds < 0 ? 1 : 0); }

} // namespace

EntryType EntryRef::type() const { return m_index->kind(m_number).type; }
bool EntryRef::opaque() const { return m_index->kind(m_number).opaque; }
bool EntryRef::sparse() const { return m_index->kind(m_number).sparse; }
bool EntryRef::implied() const { return m_index->kind(m_number).implied; }
std::uint32_t EntryRef::mode() const { return m_index->kind(m_number).mode; }
std::uint32_t EntryRef::uid() const { return m_index->kind(m_number).uid; }
std::uint32_t EntryRef::gid() const { return m_index->kind(m_number).gid; }
std::uint32_t EntryRef::headerBytes() const { return m_index->kind(m_number).headerBytes; }
const Xattrs& EntryRef::xattrs() const { return m_index->m_xattrs[m_index->kind(m_number).xattrs]; }

std::uint64_t EntryRef::size() const { return type() == EntryType::File ? m_index->m_records[m_number].size : 0; }

std::int64_t EntryRef::mtime() const {
    return m_index->kind(m_number).odd ? m_index->m_odd.at(m_number).mtime : secondsOf(m_index->m_records[m_number].time);
}

std::uint32_t EntryRef::mtimeNs() const {
    const std::int64_t time = m_index->m_records[m_number].time;
    return m_index->kind(m_number).odd ? m_index->m_odd.at(m_number).mtimeNs : static_cast<std::uint32_t>(time - secondsOf(time) * kNanoseconds);
}

std::uint32_t EntryRef::devMajor() const {
    const bool device = type() == EntryType::CharDevice || type() == EntryType::BlockDevice;
    return device ? static_cast<std::uint32_t>(m_index->m_records[m_number].size >> 32U) : 0;
}

std::uint32_t EntryRef::devMinor() const {
    const bool device = type() == EntryType::CharDevice || type() == EntryType::BlockDevice;
    return device ? static_cast<std::uint32_t>(m_index->m_records[m_number].size) : 0;
}

std::uint64_t EntryRef::dataOffset() const {
    if (m_index->kind(m_number).odd) {
        return m_index->m_odd.at(m_number).dataOffset;
    }
    return type() == EntryType::File ? m_index->m_records[m_number].data * kBlock : 0;
}

Hash128 EntryRef::content() const { return m_index->m_contents.empty() ? Hash128() : m_index->m_contents[m_number]; }
std::string_view EntryRef::link() const { return isLink(type()) ? m_index->text(m_index->m_records[m_number].data) : std::string_view(); }
std::string_view EntryRef::name() const { return m_index->text(m_index->m_records[m_number].name); }

std::string EntryRef::path() const {
    std::vector<std::string_view> names = {name()};
    std::size_t length = names.front().size();
    for (std::uint32_t folder = m_index->folderOf(m_number); folder != 0; folder = m_index->m_folders[folder].parent) {
        names.push_back(m_index->folderName(folder));
        length += names.back().size() + 1;
    }
    std::string out;
    out.reserve(length);
    for (auto part = names.rbegin(); part != names.rend(); ++part) {
        out.append(part == names.rbegin() ? "" : "/").append(*part);
    }
    return out;
}

LayerEntry EntryRef::operator*() const {
    LayerEntry out;
    out.path = path();
    out.type = type();
    out.opaque = opaque();
    out.mode = mode();
    out.uid = uid();
    out.gid = gid();
    out.size = size();
    out.mtime = mtime();
    out.mtimeNs = mtimeNs();
    out.devMajor = devMajor();
    out.devMinor = devMinor();
    out.link = link();
    out.xattrs = xattrs();
    out.content = content();
    out.dataOffset = dataOffset();
    out.headerBytes = headerBytes();
    out.sparse = sparse();
    out.implied = implied();
    return out;
}

Result<std::shared_ptr<const CompactIndex>> CompactIndex::of(const LayerIndex& index) {
    CompactBuilder builder(index.entries.size());
    for (const LayerEntry& entry : index.entries) {
        if (!builder.add(entry)) {
            return tooMuchToShow();
        }
    }
    auto out = std::move(builder).finish();
    out->tarBytes = index.tarBytes;
    out->contentBytes = index.contentBytes;
    out->headerBytes = index.headerBytes;
    out->tree = index.tree;
    return out;
}

/// The first entry below `folder` whose path from there is not less than `name`, or than "name/" with `below`.
std::uint32_t CompactIndex::position(std::uint32_t folder, std::string_view name, bool below) const {
    std::uint32_t first = m_folders[folder].first;
    std::uint32_t count = m_folders[folder].end - first;
    while (count > 0) {
        const std::uint32_t half = count / 2;
        const std::uint32_t at = first + half;
        const std::uint32_t inside = childFolder(folder, m_records[at].folder);
        const std::string_view own = inside == kNone ? text(m_records[at].name) : folderName(inside);
        const std::size_t common = std::min(own.size(), name.size());
        int order = own.substr(0, common).compare(name.substr(0, common));
        if (order == 0) { // one begins with the other, and after it comes nothing, a '/' or another byte
            const auto next = [](std::string_view text, std::size_t length, bool slash) {
                return text.size() > length ? static_cast<int>(static_cast<unsigned char>(text[length])) : slash ? static_cast<int>('/') : -1;
            };
            order = next(own, common, inside != kNone) - next(name, common, below);
        }
        if (order < 0) {
            first = at + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return first;
}

std::uint32_t CompactIndex::folderNamed(std::uint32_t folder, std::string_view name) const {
    const std::uint32_t at = position(folder, name, true);
    if (at >= m_folders[folder].end) {
        return kNone;
    }
    const std::uint32_t inside = childFolder(folder, m_records[at].folder);
    return inside != kNone && folderName(inside) == name ? inside : kNone;
}

std::uint32_t CompactIndex::folderAt(std::string_view path) const {
    std::uint32_t folder = 0;
    for (std::size_t begin = 0; begin < path.size() && folder != kNone;) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        folder = folderNamed(folder, path.substr(begin, end - begin));
        begin = end + 1;
    }
    return folder;
}

EntryRef CompactIndex::find(std::string_view path) const {
    if (path.empty()) {
        return m_folders.front().entry == kNone ? EntryRef() : EntryRef(*this, m_folders.front().entry);
    }
    const std::uint32_t folder = folderAt(parentPath(path));
    if (folder == kNone) {
        return {};
    }
    const std::string_view name = baseName(path);
    const std::uint32_t at = position(folder, name, false);
    return at < m_folders[folder].end && m_records[at].folder == folder && text(m_records[at].name) == name ? EntryRef(*this, at) : EntryRef();
}

std::size_t CompactIndex::memory() const {
    return m_records.capacity() * sizeof(Record) + m_contents.capacity() * sizeof(Hash128) + m_folders.capacity() * sizeof(Folder) +
           m_kinds.capacity() * sizeof(Kind) + m_xattrs.capacity() * sizeof(Xattrs) + m_odd.size() * (sizeof(Odd) + 32) + m_text.capacity();
}

std::size_t CompactBuilder::KindHash::operator()(const CompactIndex::Kind& kind) const {
    const std::array<std::uint32_t, 6> parts = {kind.mode, kind.uid, kind.gid, kind.headerBytes, kind.xattrs,
                                                static_cast<std::uint32_t>(kind.type) | (kind.opaque ? 16U : 0U) | (kind.sparse ? 32U : 0U) |
                                                    (kind.implied ? 64U : 0U) | (kind.odd ? 128U : 0U)};
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(parts.data()), sizeof parts});
}

CompactBuilder::CompactBuilder(std::size_t entries) {
    m_index->m_records.reserve(entries);
    m_index->m_text.reserve(entries * 12);
    m_index->m_text += '\0'; // the empty name
    m_index->m_xattrs.emplace_back();
    m_index->m_folders.push_back({});
    m_open.push_back({0, CompactIndex::kNone, 0});
}

Failure tooMuchToShow() { return failure(ErrorCode::Invalid, say("The layer has more files or longer names than can be shown")); }

std::uint32_t CompactBuilder::put(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const auto at = static_cast<std::uint32_t>(m_index->m_text.size());
    std::size_t length = text.size();
    for (; length >= 0x80; length >>= 7U) {
        m_index->m_text += static_cast<char>(length | 0x80U);
    }
    m_index->m_text += static_cast<char>(length);
    m_index->m_text += text;
    return at;
}

/// The folder of a path's first `length` bytes, which end before a '/' (or are the root's none).
std::uint32_t CompactBuilder::folderFor(std::string_view path, std::size_t length) {
    auto place = std::ranges::lower_bound(m_open, length, {}, &Open::length);
    if (place == m_open.end() || place->length != length) {
        place = m_open.insert(place, {length, CompactIndex::kNone, CompactIndex::kNone});
    }
    if (place->folder != CompactIndex::kNone) {
        return place->folder;
    }
    const std::string_view own = path.substr(0, length);
    const std::uint32_t entry = place->entry;
    const std::uint32_t parent = folderFor(path, parentPath(own).size());
    const auto number = static_cast<std::uint32_t>(m_index->m_folders.size());
    const std::uint32_t name = entry == CompactIndex::kNone ? put(baseName(own)) : m_index->m_records[entry].name;
    const auto here = static_cast<std::uint32_t>(m_index->m_records.size());
    m_index->m_folders.push_back({parent, name, entry, here, here});
    std::ranges::lower_bound(m_open, length, {}, &Open::length)->folder = number; // its place may have moved
    return number;
}

std::uint32_t CompactBuilder::kindOf(const LayerEntry& entry, bool odd) {
    CompactIndex::Kind kind{entry.type, entry.opaque, entry.sparse, entry.implied, odd, entry.mode, entry.uid, entry.gid, entry.headerBytes, 0};
    if (!entry.xattrs.empty()) {
        std::vector<Xattrs>& all = m_index->m_xattrs;
        if (all.back() != entry.xattrs) { // as a rule many have the same
            all.push_back(entry.xattrs);
        }
        kind.xattrs = static_cast<std::uint32_t>(all.size() - 1);
    }
    if (!m_index->m_records.empty()) {
        const std::uint32_t before = m_index->m_records.back().kind;
        if (m_index->m_kinds[before] == kind) {
            return before;
        }
    }
    const auto [known, isNew] = m_kinds.try_emplace(kind, static_cast<std::uint32_t>(m_index->m_kinds.size()));
    if (isNew) {
        m_index->m_kinds.push_back(kind);
    }
    return known->second;
}

bool CompactBuilder::add(const LayerEntry& entry) {
    constexpr std::size_t most = UINT32_MAX - 1;
    const std::string_view path = entry.path;
    const auto number = static_cast<std::uint32_t>(m_index->m_records.size());
    if (number >= most || m_index->m_text.size() + path.size() + entry.link.size() + 16 > most || path.starts_with('/') || path.ends_with('/') ||
        path.find("//") != std::string_view::npos) {
        return false;
    }
    const auto common = static_cast<std::size_t>(std::ranges::mismatch(path, m_path).in1 - path.begin());
    while (m_open.back().length > common) {
        m_open.pop_back();
    }
    m_path = path;
    const std::uint32_t folder = path.empty() ? 0 : folderFor(path, parentPath(path).size());
    const bool odd = isOdd(entry);
    CompactIndex::Record record;
    record.name = put(baseName(path));
    record.folder = folder;
    record.kind = kindOf(entry, odd);
    if (odd) {
        m_index->m_odd[number] = {entry.mtime, entry.mtimeNs, entry.dataOffset};
    } else {
        record.time = entry.mtime * kNanoseconds + entry.mtimeNs;
        record.data = static_cast<std::uint32_t>(entry.dataOffset / kBlock);
    }
    if (entry.type == EntryType::File) {
        record.size = entry.size;
    } else if (isLink(entry.type)) {
        record.data = put(entry.link);
    } else {
        record.size = static_cast<std::uint64_t>(entry.devMajor) << 32U | entry.devMinor;
    }
    m_index->m_records.push_back(record);
    if (!entry.content.isZero() && !m_contents) {
        m_contents = true;
        m_index->m_contents.reserve(m_index->m_records.capacity());
        m_index->m_contents.resize(number);
    }
    if (m_contents) {
        m_index->m_contents.push_back(entry.content);
    }
    if (path.empty()) {
        m_index->m_folders.front().entry = number;
        m_index->m_folders.front().first = 1;
    } else {
        m_index->m_folders[folder].end = number + 1;
        if (entry.type == EntryType::Directory) {
            m_open.push_back({path.size(), number, CompactIndex::kNone});
        }
    }
    return true;
}

std::shared_ptr<CompactIndex> CompactBuilder::finish() && {
    std::vector<CompactIndex::Folder>& folders = m_index->m_folders;
    for (std::size_t i = folders.size(); i-- > 1;) { // what is in a folder has a greater number
        CompactIndex::Folder& above = folders[folders[i].parent];
        above.end = std::max(above.end, folders[i].end);
    }
    folders.front().end = std::max(folders.front().end, folders.front().first);
    m_index->m_text.shrink_to_fit();
    m_index->m_folders.shrink_to_fit();
    m_index->m_kinds.shrink_to_fit();
    return std::move(m_index);
}

} // namespace sw::oci
