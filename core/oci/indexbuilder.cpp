#include "core/oci/indexbuilder.h"

#include "core/base/imagepath.h"

#include <algorithm>
#include <vector>

namespace sw::oci {

namespace {
constexpr int kLinkLimit = 40;
}

LayerEntry* IndexBuilder::find(std::string_view path) {
    const auto found = m_byPath.find(path);
    return found == m_byPath.end() ? nullptr : found->second;
}

LayerEntry& IndexBuilder::append(LayerEntry entry) {
    LayerEntry& kept = m_entries.emplace_back(std::move(entry));
    m_byPath.emplace(kept.path, &kept);
    return kept;
}

void IndexBuilder::ensureParents(std::string_view path) {
    const std::string_view parent = parentPath(path);
    if (parent.empty() || (m_hasKnownParent && m_knownParent == parent)) {
        return;
    }
    for (std::size_t end = parent.find('/');; end = parent.find('/', end + 1)) {
        const std::string_view directory = parent.substr(0, end);
        LayerEntry* existing = find(directory);
        if (existing == nullptr || existing->type != EntryType::Directory) {
            LayerEntry implied;
            implied.path = directory;
            implied.type = EntryType::Directory;
            implied.mode = 0755;
            implied.implied = true;
            if (existing == nullptr) {
                append(std::move(implied));
            } else {
                implied.opaque = existing->type == EntryType::Whiteout;
                const std::uint32_t headerBytes = existing->headerBytes;
                std::string keep = std::move(existing->path); // the map looks at it
                *existing = std::move(implied);
                existing->path = std::move(keep);
                existing->headerBytes = headerBytes;
            }
        }
        if (end == std::string_view::npos) {
            break;
        }
    }
    m_knownParent = parent;
    m_hasKnownParent = true;
}

/// The path with the links of this layer followed in all its directories; nothing on a loop.
std::optional<std::string> IndexBuilder::followParents(std::string_view path) {
    std::string current(path);
    int links = 0;
    for (std::size_t end = current.find('/'); end != std::string::npos;) {
        const LayerEntry* entry = find(std::string_view(current).substr(0, end));
        if (entry == nullptr || entry->type != EntryType::Symlink) {
            end = current.find('/', end + 1);
            continue;
        }
        if (++links > kLinkLimit) {
            return std::nullopt;
        }
        const std::string target = joinImagePath(parentPath(entry->path), entry->link);
        current = target.empty() ? current.substr(end + 1) : target + current.substr(end);
        end = current.find('/');
    }
    return current;
}

std::string IndexBuilder::throughLinks(std::string path) {
    if (!m_hasSymlinks || (m_hasKnownParent && m_knownParent == parentPath(path))) {
        return path;
    }
    return followParents(path).value_or(path);
}

void IndexBuilder::settleLink(LayerEntry& entry) {
    entry.link = throughLinks(std::move(entry.link));
    const LayerEntry* target = find(entry.link);
    if (target == nullptr || target->type == EntryType::File || entry.link == entry.path) {
        return;
    }
    if (target->type == EntryType::HardLink) {
        entry.link = target->link;
        return;
    }
    if (target->type != EntryType::Directory && target->type != EntryType::Whiteout) {
        const std::uint32_t headerBytes = entry.headerBytes;
        std::string path = std::move(entry.path);
        entry = *target;
        entry.path = std::move(path);
        entry.headerBytes = headerBytes;
    }
}

void IndexBuilder::put(LayerEntry entry) {
    LayerEntry* existing = find(entry.path);
    if (existing == nullptr) {
        append(std::move(entry));
        return;
    }
    if (entry.type == EntryType::Whiteout) { // of lower layers only: what this layer has stays
        existing->opaque = existing->opaque || existing->type == EntryType::Directory;
        existing->headerBytes += entry.headerBytes;
        return;
    }
    if (entry.type == EntryType::Directory) {
        entry.opaque = entry.opaque || existing->opaque || existing->type == EntryType::Whiteout;
    } else if (existing->type == EntryType::Directory) {
        m_replacedDirectory = true;
        m_hasKnownParent = false;
    }
    entry.headerBytes += existing->headerBytes;
    std::string keep = std::move(existing->path); // equal, and the map looks at it
    *existing = std::move(entry);
    existing->path = std::move(keep);
}

void IndexBuilder::add(LayerEntry entry) {
    m_headerBytes += entry.headerBytes;
    m_contentBytes += entry.type == EntryType::File ? entry.size : 0;
    entry.path = throughLinks(std::move(entry.path));
    if (entry.type == EntryType::HardLink) {
        settleLink(entry);
        if (entry.type == EntryType::HardLink && entry.link == entry.path) {
            return; // a link to itself says nothing
        }
    }
    ensureParents(entry.path);
    if (entry.type == EntryType::Symlink) {
        m_hasSymlinks = true;
        m_hasKnownParent = m_hasKnownParent && !isWithin(m_knownParent, entry.path);
    }
    put(std::move(entry));
}

void IndexBuilder::addWhiteout(std::string path, std::int64_t mtime, std::uint32_t headerBytes) {
    LayerEntry entry;
    entry.path = std::move(path);
    entry.type = EntryType::Whiteout;
    entry.mtime = mtime;
    entry.headerBytes = headerBytes;
    add(std::move(entry));
}

void IndexBuilder::markOpaque(const std::string& directory, std::uint32_t headerBytes) {
    m_headerBytes += headerBytes;
    const std::string path = throughLinks(directory);
    if (!path.empty()) {
        ensureParents(path + "/x");
    } else if (find(path) == nullptr) {
        LayerEntry root;
        root.type = EntryType::Directory;
        root.mode = 0755;
        root.implied = true;
        append(std::move(root));
    }
    if (LayerEntry* entry = find(path)) {
        entry->opaque = true;
        entry->headerBytes += headerBytes;
    }
}

/// Takes out what lies below something that is no directory (it was replaced later).
void IndexBuilder::dropOrphans(std::vector<LayerEntry>& sorted) {
    std::unordered_map<std::string_view, bool> isDirectory;
    for (const LayerEntry& entry : sorted) {
        isDirectory.emplace(entry.path, entry.type == EntryType::Directory);
    }
    std::vector<bool> orphan(sorted.size(), false);
    std::unordered_map<std::string_view, bool> gone;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const std::string_view parent = parentPath(sorted[i].path);
        if (parent.empty()) {
            continue;
        }
        const auto found = isDirectory.find(parent);
        orphan[i] = found == isDirectory.end() || !found->second || gone.contains(parent);
        if (orphan[i]) {
            gone.emplace(sorted[i].path, true);
        }
    }
    std::vector<LayerEntry> kept;
    gone.clear();
    isDirectory.clear(); // they look at what is moved now
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (!orphan[i]) {
            kept.push_back(std::move(sorted[i]));
        }
    }
    sorted = std::move(kept);
}

LayerIndex IndexBuilder::finish(std::uint64_t tarBytes) {
    m_byPath.clear();
    LayerIndex index;
    std::vector<LayerEntry*> order;
    order.reserve(m_entries.size());
    for (LayerEntry& entry : m_entries) {
        order.push_back(&entry);
    }
    const auto byPath = [](const LayerEntry* a, const LayerEntry* b) { return a->path < b->path; };
    if (!std::ranges::is_sorted(order, byPath)) {
        std::ranges::sort(order, byPath);
    }
    index.entries.reserve(order.size());
    for (LayerEntry* entry : order) {
        index.entries.push_back(std::move(*entry));
    }
    m_entries.clear();
    if (m_replacedDirectory) {
        dropOrphans(index.entries);
    }
    index.tarBytes = tarBytes;
    index.contentBytes = m_contentBytes;
    index.headerBytes = m_headerBytes;
    index.tree = index.computeTreeDigest();
    return index;
}

} // namespace sw::oci
