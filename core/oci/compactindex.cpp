#include "core/oci/compactindex.h"

#include "core/base/imagepath.h"
#include "core/oci/compactbuilder.h"
#include "core/oci/compacttar.h"

#include <algorithm>

namespace sw::oci {

namespace {

constexpr std::uint64_t kBlock = 512;
constexpr std::int64_t kNanoseconds = 1'000'000'000;

bool isLink(EntryType type) { return type == EntryType::HardLink || type == EntryType::Symlink; }

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
    return std::move(builder).finish({index.tarBytes, index.contentBytes, index.headerBytes, index.tree});
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

} // namespace sw::oci
