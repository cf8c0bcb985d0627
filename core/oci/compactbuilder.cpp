#include "core/oci/compactbuilder.h"

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
bool isOdd(const CompactEntry& entry) {
    return entry.mtime > kLatest || entry.mtime < -kLatest || entry.mtimeNs >= kNanoseconds || entry.dataOffset % kBlock != 0 ||
           entry.dataOffset / kBlock > UINT32_MAX || (entry.dataOffset != 0 && entry.type != EntryType::File);
}

} // namespace

Failure tooMuchToShow() { return failure(ErrorCode::Invalid, say("The layer has more files or longer names than can be shown")); }

CompactEntry::CompactEntry(const LayerEntry& entry)
    : type(entry.type), opaque(entry.opaque), sparse(entry.sparse), implied(entry.implied), mode(entry.mode), uid(entry.uid), gid(entry.gid),
      size(entry.size), mtime(entry.mtime), mtimeNs(entry.mtimeNs), devMajor(entry.devMajor), devMinor(entry.devMinor), link(entry.link),
      xattrs(entry.xattrs.empty() ? nullptr : &entry.xattrs), content(entry.content), dataOffset(entry.dataOffset), headerBytes(entry.headerBytes) {}

LayerEntry CompactEntry::with(std::string path) const {
    LayerEntry out;
    out.path = std::move(path);
    out.type = type;
    out.opaque = opaque;
    out.mode = mode;
    out.uid = uid;
    out.gid = gid;
    out.size = size;
    out.mtime = mtime;
    out.mtimeNs = mtimeNs;
    out.devMajor = devMajor;
    out.devMinor = devMinor;
    out.link = link;
    if (xattrs != nullptr) {
        out.xattrs = *xattrs;
    }
    out.content = content;
    out.dataOffset = dataOffset;
    out.headerBytes = headerBytes;
    out.sparse = sparse;
    out.implied = implied;
    return out;
}

std::size_t CompactParts::KindHash::operator()(const CompactIndex::Kind& kind) const {
    const std::array<std::uint32_t, 6> parts = {kind.mode, kind.uid, kind.gid, kind.headerBytes, kind.xattrs,
                                                static_cast<std::uint32_t>(kind.type) | (kind.opaque ? 16U : 0U) | (kind.sparse ? 32U : 0U) |
                                                    (kind.implied ? 64U : 0U) | (kind.odd ? 128U : 0U)};
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(parts.data()), sizeof parts});
}

CompactParts::CompactParts(std::size_t entries) {
    m_index->m_records.reserve(entries);
    m_index->m_text.reserve(entries * 16);
    m_index->m_text += '\0'; // the empty name
    m_index->m_xattrs.emplace_back();
    m_index->m_folders.push_back({});
}

bool CompactParts::hasRoom(std::size_t pathLength, const CompactEntry& entry) const {
    constexpr std::size_t most = UINT32_MAX - 1;
    return m_index->m_records.size() < most && m_index->m_text.size() + pathLength + entry.link.size() + 16 <= most;
}

std::uint32_t CompactParts::put(std::string_view text) {
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

std::uint32_t CompactParts::kindOf(const CompactEntry& entry, bool odd) {
    CompactIndex::Kind kind{entry.type, entry.opaque, entry.sparse, entry.implied, odd, entry.mode, entry.uid, entry.gid, entry.headerBytes, 0};
    if (entry.xattrs != nullptr && !entry.xattrs->empty()) {
        std::vector<Xattrs>& all = m_index->m_xattrs;
        if (all.back() != *entry.xattrs) { // as a rule many have the same
            all.push_back(*entry.xattrs);
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

void CompactParts::append(std::uint32_t folder, std::uint32_t name, const CompactEntry& entry) {
    const auto number = static_cast<std::uint32_t>(m_index->m_records.size());
    const bool odd = isOdd(entry);
    CompactIndex::Record record;
    record.name = name;
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
    m_index->m_files += entry.type != EntryType::Whiteout && entry.type != EntryType::Directory ? 1 : 0;
    m_index->m_removed += entry.type == EntryType::Whiteout || entry.opaque ? 1 : 0;
}

std::shared_ptr<const CompactIndex> CompactParts::finished(const LayerSums& sums) {
    static_cast<LayerSums&>(*m_index) = sums;
    m_index->m_text.shrink_to_fit();
    m_index->m_folders.shrink_to_fit();
    m_index->m_kinds.shrink_to_fit();
    return std::move(m_index);
}

CompactBuilder::CompactBuilder(std::size_t entries) : CompactParts(entries) { m_open.push_back({0, CompactIndex::kNone, 0}); }

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

bool CompactBuilder::add(std::string_view path, const CompactEntry& entry) {
    const auto shared = static_cast<std::size_t>(std::ranges::mismatch(path, m_path).in1 - path.begin());
    return add(shared, path.substr(shared), entry);
}

bool CompactBuilder::add(std::size_t shared, std::string_view suffix, const CompactEntry& entry) {
    while (shared < m_path.size() && !suffix.empty() && m_path[shared] == suffix.front()) {
        ++shared;
        suffix.remove_prefix(1);
    }
    if (!hasRoom(shared + suffix.size(), entry)) {
        return false;
    }
    m_path.resize(shared);
    m_path += suffix;
    const std::string_view path = m_path;
    const std::size_t slash = suffix.rfind('/');
    std::size_t parent = m_parent;
    if (slash != std::string_view::npos) {
        parent = shared + slash;
        if (path.front() == '/' || path.find("//", shared == 0 ? 0 : shared - 1) != std::string_view::npos) {
            return false;
        }
    } else if (shared <= m_parent) {
        parent = parentPath(path).size();
    }
    if (path.ends_with('/')) {
        return false;
    }
    while (m_open.back().length > shared) {
        m_open.pop_back();
    }
    const auto number = static_cast<std::uint32_t>(m_index->m_records.size());
    if (parent == 0) {
        m_folder = 0;
    } else if (parent != m_parent || shared <= parent) {
        m_folder = folderFor(path, parent);
    }
    m_parent = parent;
    append(m_folder, put(path.substr(parent == 0 ? 0 : parent + 1)), entry);
    if (path.empty()) {
        m_index->m_folders.front().entry = number;
        m_index->m_folders.front().first = 1;
    } else {
        m_index->m_folders[m_folder].end = number + 1;
        if (entry.type == EntryType::Directory) {
            m_open.push_back({path.size(), number, CompactIndex::kNone});
        }
    }
    return true;
}

std::shared_ptr<const CompactIndex> CompactBuilder::finish(const LayerSums& sums) && {
    std::vector<CompactIndex::Folder>& folders = m_index->m_folders;
    for (std::size_t i = folders.size(); i-- > 1;) { // what is in a folder has a greater number
        CompactIndex::Folder& above = folders[folders[i].parent];
        above.end = std::max(above.end, folders[i].end);
    }
    folders.front().end = std::max(folders.front().end, folders.front().first);
    return finished(sums);
}

} // namespace sw::oci
