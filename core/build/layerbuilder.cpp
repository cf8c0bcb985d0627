#include "core/build/layerbuilder.h"

#include "core/base/imagepath.h"
#include "core/build/readahead.h"
#include "core/io/mapping.h"

#include <fcntl.h>

#include <algorithm>
#include <chrono>
#include <cstring>

namespace sw::build {

using oci::EntryType;
using oci::LayerEntry;

namespace {

constexpr int kMaximumLinks = 40;

/// An entry of a lower layer or a source, as it may stand in a new layer.
LayerEntry plain(LayerEntry entry) {
    entry.opaque = false;
    entry.dataOffset = 0;
    entry.headerBytes = 0;
    entry.sparse = false;
    return entry;
}

/// Of a tree they are mostly in order; "a-b" comes before "a/x".
void sortByPath(std::vector<LayerEntry>& entries) {
    if (std::ranges::is_sorted(entries, {}, &LayerEntry::path)) {
        return;
    }
    std::vector<LayerEntry*> order;
    order.reserve(entries.size());
    for (LayerEntry& entry : entries) {
        order.push_back(&entry);
    }
    std::ranges::sort(order, {}, [](const LayerEntry* entry) -> std::string_view { return entry->path; });
    std::vector<LayerEntry> sorted;
    sorted.reserve(entries.size());
    for (LayerEntry* entry : order) {
        sorted.push_back(std::move(*entry));
    }
    entries = std::move(sorted);
}

} // namespace

std::int64_t LayerBuilder::now() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

const LayerEntry* LayerBuilder::lookup(const std::string& path) const {
    if (const auto added = m_added.find(std::string_view(path)); added != m_added.end()) {
        return &added->second.entry;
    }
    // What was added as a file hides everything that was below its name.
    for (std::string_view parent = parentPath(path); !parent.empty(); parent = parentPath(parent)) {
        if (const auto added = m_added.find(parent); added != m_added.end()) {
            if (added->second.entry.type != EntryType::Directory) {
                return nullptr;
            }
            break;
        }
    }
    const auto found = m_below.lookup(path);
    return found ? found->entry : nullptr;
}

Result<std::string> LayerBuilder::resolve(const std::string& path, bool followLast) const {
    std::vector<std::string> pending; // components still to go, last first
    const auto push = [&](std::string_view text) {
        std::vector<std::string> parts;
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find('/', at), text.size());
            if (end > at) {
                parts.emplace_back(text.substr(at, end - at));
            }
            at = end + 1;
        }
        pending.insert(pending.end(), parts.rbegin(), parts.rend());
    };
    push(path);
    std::string at;
    int links = 0;
    while (!pending.empty()) {
        const std::string name = std::move(pending.back());
        pending.pop_back();
        if (name == ".") {
            continue;
        }
        if (name == "..") {
            at = std::string(parentPath(at));
            continue;
        }
        std::string next = joinImagePath(at, name);
        const LayerEntry* entry = lookup(next);
        if (entry == nullptr || entry->type != EntryType::Symlink || (pending.empty() && !followLast)) {
            at = std::move(next);
            continue;
        }
        if (++links > kMaximumLinks) {
            return failure(ErrorCode::Invalid, say("too many symbolic links at %1", absolutePath(path)));
        }
        if (entry->link.starts_with('/')) {
            at.clear();
        }
        push(entry->link);
    }
    return at;
}

Result<std::string> LayerBuilder::resolveWithin(const std::string& root, const std::string& path) const {
    std::vector<std::string> pending;
    const auto push = [&](std::string_view text) {
        const auto parts = splitPath(text);
        pending.insert(pending.end(), parts.rbegin(), parts.rend());
    };
    push(path);
    std::string at; // below root
    int links = 0;
    while (!pending.empty()) {
        const std::string name = std::move(pending.back());
        pending.pop_back();
        if (name == "." || name.empty()) {
            continue;
        }
        if (name == "..") {
            if (at.empty()) {
                return failure(ErrorCode::Invalid, say("the archive path %1 leads outside of the directory that it is unpacked to", path));
            }
            at = std::string(parentPath(at));
            continue;
        }
        std::string next = joinImagePath(at, name);
        const LayerEntry* entry = pending.empty() ? nullptr : lookup(joinImagePath(root, next));
        if (entry == nullptr || entry->type != EntryType::Symlink) {
            if (entry != nullptr && entry->type != EntryType::Directory) {
                return failure(ErrorCode::Invalid, say("%1 is not a directory", absolutePath(joinImagePath(root, next))));
            }
            at = std::move(next);
            continue;
        }
        if (++links > kMaximumLinks) {
            return failure(ErrorCode::Invalid, say("too many symbolic links at %1", absolutePath(joinImagePath(root, path))));
        }
        if (entry->link.starts_with('/')) {
            at.clear();
        }
        push(entry->link);
    }
    return joinImagePath(root, at);
}

/// Does the path come after all that was added, in a directory that only this layer has? Most paths do, and need no search.
bool LayerBuilder::isPlainlyNew(std::string_view path) {
    if (m_added.empty() || path <= std::string_view(std::prev(m_added.end())->first)) {
        return false;
    }
    const std::string_view parent = parentPath(path);
    if (parent.empty()) {
        return false;
    }
    if (parent != m_newDirectory) {
        const auto added = m_added.find(parent);
        if (added == m_added.end() || added->second.carried || added->second.entry.type != EntryType::Directory || m_below.lookup(parent)) {
            return false;
        }
        m_newDirectory = parent;
    }
    return true;
}

void LayerBuilder::add(std::string_view path, Added added) {
    m_bytes += added.entry.size;
    if (added.group != 0 && added.bytes.entry != nullptr) { // of a tree mostly in the order in which it holds them
        m_mayLink = m_mayLink || !std::less<>()(m_lastFile, added.bytes.entry);
        m_lastFile = added.bytes.entry;
    }
    if (m_added.empty() || path > std::string_view(std::prev(m_added.end())->first)) {
        m_added.emplace_hint(m_added.end(), path, std::move(added));
    } else if (const auto there = m_added.find(path); there != m_added.end()) {
        m_bytes -= there->second.entry.size;
        there->second = std::move(added);
    } else {
        m_added.emplace(path, std::move(added));
    }
}

void LayerBuilder::carryParents(std::string_view path) {
    bool direct = true; // only the directory that gets something new has a new time
    for (std::string_view parent = parentPath(path); !parent.empty(); parent = parentPath(parent), direct = false) {
        if (const auto there = m_added.find(parent); there != m_added.end()) {
            if (direct && there->second.carried && m_changed && !m_times.contains(parent)) {
                there->second.entry.mtime = *m_changed;
                there->second.entry.mtimeNs = 0;
            }
            return;
        }
        const auto below = m_below.lookup(parent);
        if (!below || below->entry->type != EntryType::Directory) {
            return;
        }
        Added added;
        added.entry = plain(*below->entry);
        added.entry.path = std::string(parent);
        added.carried = true;
        if (const auto time = m_times.find(parent); time != m_times.end()) {
            added.entry.mtime = time->second.seconds;
            added.entry.mtimeNs = time->second.ns;
        } else if (direct && m_changed) {
            added.entry.mtime = *m_changed;
            added.entry.mtimeNs = 0;
        }
        add(parent, std::move(added));
    }
}

Result<void> LayerBuilder::makeDirectories(const std::string& path, const Metadata& metadata) {
    if (path.empty()) {
        return {};
    }
    if (const LayerEntry* existing = lookup(path)) {
        if (existing->type != EntryType::Directory) {
            return failure(ErrorCode::Invalid, say("%1 is not a directory", absolutePath(path)));
        }
        return {};
    }
    SW_CHECK(makeDirectories(std::string(parentPath(path)), metadata));
    LayerEntry entry;
    entry.path = path;
    entry.type = EntryType::Directory;
    entry.mode = metadata.mode;
    entry.uid = metadata.uid;
    entry.gid = metadata.gid;
    entry.mtime = metadata.mtime;
    return putDirectory(std::move(entry));
}

Result<void> LayerBuilder::putDirectory(LayerEntry entry) {
    const bool isNew = isPlainlyNew(entry.path);
    const LayerEntry* existing = isNew ? nullptr : lookup(entry.path);
    if (existing != nullptr && existing->type != EntryType::Directory) {
        return failure(ErrorCode::Invalid, say("cannot copy a directory to %1, which is not a directory", absolutePath(entry.path)));
    }
    if (existing != nullptr && !m_added.contains(std::string_view(entry.path)) && existing->mode == entry.mode && existing->uid == entry.uid &&
        existing->gid == entry.gid && existing->xattrs == entry.xattrs) {
        m_times.insert_or_assign(entry.path, Time{entry.mtime, entry.mtimeNs});
        return {}; // nothing to say about it, unless something comes into it
    }
    if (!isNew) {
        carryParents(entry.path);
    }
    const std::string path = entry.path;
    Added added;
    added.entry = plain(std::move(entry));
    add(path, std::move(added));
    return {};
}

Result<void> LayerBuilder::putDirectoryOnTheWay(LayerEntry entry) {
    if (const LayerEntry* existing = lookup(entry.path); existing != nullptr && existing->type == EntryType::Directory) {
        LayerEntry changed = *existing;
        changed.path = entry.path;
        changed.mode = entry.mode;
        return putDirectory(std::move(changed));
    }
    return putDirectory(std::move(entry));
}

void LayerBuilder::setTime(const std::string& path, std::int64_t mtime, std::uint32_t mtimeNs) {
    if (path.empty()) {
        return; // the root has no entry of its own
    }
    m_times.insert_or_assign(path, Time{mtime, mtimeNs});
    if (const auto added = m_added.find(std::string_view(path)); added != m_added.end()) {
        added->second.entry.mtime = mtime;
        added->second.entry.mtimeNs = mtimeNs;
    }
}

Result<void> LayerBuilder::replaceByDirectory(LayerEntry entry) {
    carryParents(entry.path);
    const std::string path = entry.path;
    Added added;
    added.entry = plain(std::move(entry));
    add(path, std::move(added));
    return {};
}

Result<void> LayerBuilder::put(LayerEntry entry, std::shared_ptr<cache::SourceTree> tree, cache::SourceTree::Found bytes,
                               std::size_t group, bool replaceDirectories) {
    const bool isNew = isPlainlyNew(entry.path);
    const LayerEntry* existing = isNew ? nullptr : lookup(entry.path);
    if (existing != nullptr && existing->type == EntryType::Directory) {
        if (!replaceDirectories) {
            return failure(ErrorCode::Invalid, say("cannot copy a file to %1, which is a directory", absolutePath(entry.path)));
        }
        const std::string inside = entry.path + "/";
        auto below = m_added.upper_bound(std::string_view(inside));
        while (below != m_added.end() && below->first.starts_with(inside)) {
            m_bytes -= below->second.entry.size;
            below = m_added.erase(below);
        }
        m_newDirectory.clear();
    }
    if (!isNew) {
        carryParents(entry.path);
    }
    const std::string path = entry.path;
    Added added;
    added.entry = plain(std::move(entry));
    added.tree = std::move(tree);
    added.bytes = std::move(bytes);
    added.group = group;
    add(path, std::move(added));
    return {};
}

/// Calls visit(entry, source) in the order of the layer, with hard links made out: the first name in order is the file.
/// The entries of a builder that is not const are moved.
template <typename Self, typename Visit> Result<void> LayerBuilder::inOrder(Self& self, Visit&& visit) {
    std::map<std::pair<std::size_t, const LayerEntry*>, std::string_view> firstNames;
    for (auto& [path, added] : self.m_added) {
        LayerEntry entry = std::move(added.entry); // copied where the builder is const
        if (self.m_mayLink && entry.type == EntryType::File && added.group != 0 && added.bytes.entry != nullptr) {
            const auto [first, fresh] = firstNames.try_emplace({added.group, added.bytes.entry}, path);
            if (!fresh) {
                entry.type = EntryType::HardLink;
                entry.link = first->second;
                entry.size = 0;
                entry.content = {};
                entry.xattrs.clear();
            }
        }
        SW_CHECK(visit(std::move(entry), added));
    }
    return {};
}

ForeseenLayer LayerBuilder::foresee(std::vector<LayerEntry> inside) && {
    auto index = std::make_shared<oci::LayerIndex>();
    index->entries.reserve(m_added.size() + inside.size());
    std::uint64_t bytes = 0; // of which names of one file are one
    const auto add = [&](LayerEntry entry, const Added&) -> Result<void> {
        bytes += entry.size;
        index->entries.push_back(std::move(entry));
        return {};
    };
    (void)inOrder(*this, add); // cannot fail
    ForeseenLayer layer{nullptr, bytes};
    for (LayerEntry& entry : inside) {
        layer.bytes += entry.size;
        index->entries.push_back(plain(std::move(entry)));
    }
    if (!inside.empty()) {
        sortByPath(index->entries);
    }
    for (const LayerEntry& entry : index->entries) {
        index->contentBytes += entry.size;
    }
    index->tree = index->computeTreeDigest();
    layer.index = std::move(index);
    return layer;
}

namespace {

/// `bytes` have to stay as long as the source.
oci::ByteSource bytesOf(std::string_view bytes) {
    return [rest = bytes](char* buffer, std::size_t capacity) mutable -> Result<std::size_t> {
        const std::size_t size = std::min(capacity, rest.size());
        std::memcpy(buffer, rest.data(), size);
        rest.remove_prefix(size);
        return size;
    };
}

/// The files of an earlier layer, whose tar is mapped, asked for in the order of their paths.
class Earlier {
public:
    explicit Earlier(const store::Layer* layer) : m_layer(layer) {
        const UniqueFd tar(layer == nullptr ? -1 : ::open(layer->tarPath().c_str(), O_RDONLY | O_CLOEXEC));
        auto mapped = tar.valid() ? io::Mapping::of(tar.get()) : failure(ErrorCode::NotFound, Sentence());
        if (mapped) {
            m_tar = std::move(*mapped);
        } else {
            m_layer = nullptr;
        }
    }

    /// The file of this path, when its contents are the same; else nothing.
    std::optional<oci::ByteSource> find(const LayerEntry& entry) {
        if (m_layer == nullptr || entry.content.isZero()) {
            return std::nullopt;
        }
        const auto& entries = m_layer->index()->entries;
        while (m_at < entries.size() && entries[m_at].path < entry.path) {
            ++m_at;
        }
        if (m_at == entries.size() || entries[m_at].path != entry.path) {
            return std::nullopt;
        }
        const LayerEntry& same = entries[m_at];
        if (same.content != entry.content || same.size != entry.size || same.sparse || same.dataOffset > m_tar.bytes().size() ||
            same.size > m_tar.bytes().size() - same.dataOffset) {
            return std::nullopt;
        }
        return bytesOf(m_tar.bytes().substr(same.dataOffset, static_cast<std::size_t>(same.size)));
    }

private:
    const store::Layer* m_layer;
    io::Mapping m_tar;
    std::size_t m_at = 0;
};

} // namespace

/// What write() will read, in its order, as far as that is small files; nothing when most of it is in an earlier layer.
class LayerBuilder::SmallFiles {
public:
    SmallFiles(const LayerBuilder& layer, bool wanted) {
        std::vector<ReadAhead::File> files;
        for (const auto& [path, added] : layer.m_added) {
            const std::uint64_t size = added.entry.size;
            if (wanted && added.entry.type == EntryType::File && added.tree && size > 0 && size <= ReadAhead::kLargestFile) {
                files.push_back({added.tree, added.bytes, size});
                m_order.push_back(&added);
            }
        }
        m_files.emplace(std::move(files));
    }

    /// The file's bytes, if it is one of them. Asked in order.
    std::optional<Result<std::string>> take(const Added& added) {
        std::size_t at = m_next; // names of one file are passed over
        while (at < m_order.size() && m_order[at] != &added) {
            ++at;
        }
        if (at == m_order.size()) {
            return std::nullopt;
        }
        m_next = at + 1;
        return m_files->take(at);
    }

private:
    std::vector<const Added*> m_order;
    std::optional<ReadAhead> m_files;
    std::size_t m_next = 0;
};

Result<oci::FinishedTar> LayerBuilder::write(int fd, std::stop_token stop, const store::Layer* before) const {
    oci::LayerWriter writer(fd);
    Earlier earlier(before);
    SmallFiles small(*this, before == nullptr);
    const auto add = [&](LayerEntry entry, const Added& added) -> Result<void> {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("stopped"));
        }
        if (entry.type != EntryType::File || entry.size == 0) {
            return writer.add(std::move(entry));
        }
        if (const auto known = earlier.find(entry)) {
            return writer.add(std::move(entry), *known);
        }
        if (auto bytes = entry.size <= ReadAhead::kLargestFile ? small.take(added) : std::nullopt) {
            SW_CHECK(*bytes);
            return writer.add(std::move(entry), bytesOf(**bytes));
        }
        SW_TRY(const oci::ByteSource source, added.tree->open(added.bytes));
        return writer.add(std::move(entry), source);
    };
    SW_CHECK(inOrder(*this, add));
    SW_TRY(oci::FinishedTar finished, writer.finish());
    for (const LayerEntry& entry : finished.index.entries) {
        const auto added = m_added.find(std::string_view(entry.path));
        if (entry.type == EntryType::File && entry.size > 0 && added != m_added.end() &&
            added->second.entry.content != entry.content) {
            return failure(ErrorCode::Io, say("%1 changed while it was being copied; build again when nothing writes to it", absolutePath(entry.path)));
        }
    }
    return finished;
}

bool LayerBuilder::wouldBe(const oci::LayerIndex& layer) const {
    if (layer.entries.size() != m_added.size()) {
        return false;
    }
    auto other = layer.entries.begin();
    const auto compare = [&](LayerEntry entry, const Added&) -> Result<void> {
        entry.dataOffset = other->dataOffset; // these follow from the rest
        entry.headerBytes = other->headerBytes;
        return entry == *other++ ? Result<void>() : failure(ErrorCode::Invalid, Sentence());
    };
    return inOrder(*this, compare).has_value();
}

std::uint64_t LayerBuilder::files() const {
    std::uint64_t total = 0;
    for (const auto& [path, added] : m_added) {
        total += added.entry.type == EntryType::Directory ? 0 : 1;
    }
    return total;
}

} // namespace sw::build
