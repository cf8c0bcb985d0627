#include "core/oci/indexbuilder.h"

#include "core/base/imagepath.h"
#include "core/oci/compactbuilder.h"
#include "core/oci/compacttar.h"

#include <algorithm>
#include <vector>

namespace sw::oci {

namespace {
constexpr int kLinkLimit = 40;
}

LayerEntry& IndexBuilder::append(LayerEntry entry) {
    if (LayerEntry* gone = m_emptied.empty() ? nullptr : m_byPath.find(entry.path)) { // its place in the table stays
        keepContent(*gone);
        entry.path = std::move(gone->path); // equal, and the table looks at it
        *gone = std::move(entry);
        static_cast<Kept*>(gone)->came = ++m_time;
        return *gone;
    }
    Kept& kept = m_entries.emplace_back(Kept{std::move(entry), ++m_time});
    m_byPath.add(&kept);
    return kept;
}

/// It was in a directory that something took the place of later.
bool IndexBuilder::isGone(const LayerEntry& entry) const {
    for (std::string_view parent = parentPath(entry.path); !parent.empty() && !m_emptied.empty(); parent = parentPath(parent)) {
        const auto emptied = m_emptied.find(parent);
        if (emptied != m_emptied.end() && static_cast<const Kept&>(entry).came < emptied->second) {
            return true;
        }
    }
    return false;
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
                keepContent(*existing);
                implied.opaque = true; // what it was hid all that lower layers have there
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

/// A file's own name goes, and it has others: the first of them is the File from now on.
void IndexBuilder::keepContent(const LayerEntry& file) {
    const auto found = file.type == EntryType::File ? m_links.find(file.path) : m_links.end();
    if (found == m_links.end()) {
        return;
    }
    const std::vector<LayerEntry*> links = std::move(found->second);
    m_links.erase(found);
    LayerEntry* heir = nullptr;
    for (LayerEntry* link : links) {
        if (link->type != EntryType::HardLink || link->link != file.path || isGone(*link)) {
            continue;
        }
        if (heir != nullptr) {
            link->link = heir->path;
            m_links[heir->path].push_back(link);
            continue;
        }
        heir = link;
        heir->type = EntryType::File;
        heir->link.clear();
        heir->size = file.size;
        heir->content = file.content;
        heir->dataOffset = file.dataOffset;
        heir->sparse = file.sparse;
    }
}

/// The same for all files whose directory was replaced.
void IndexBuilder::keepLinked() {
    std::vector<std::string> files;
    for (const auto& [path, links] : m_links) {
        files.push_back(path);
    }
    for (const std::string& path : files) {
        if (const LayerEntry* file = m_byPath.find(path); file != nullptr && file->type == EntryType::File && isGone(*file)) {
            keepContent(*file);
        }
    }
}

void IndexBuilder::put(LayerEntry entry) {
    LayerEntry* existing = find(entry.path);
    if (existing != nullptr && entry.type != EntryType::Whiteout && !m_links.empty()) {
        keepContent(*existing);
        if (entry.type == EntryType::HardLink) { // perhaps to another name of the file that goes here
            settleLink(entry);
        }
    }
    if (existing == nullptr) {
        LayerEntry& kept = append(std::move(entry));
        if (kept.type == EntryType::HardLink) {
            m_links[kept.link].push_back(&kept);
        }
        return;
    }
    if (entry.type == EntryType::Whiteout) { // of lower layers only: what this layer has stays
        existing->opaque = existing->opaque || existing->type == EntryType::Directory;
        existing->headerBytes += entry.headerBytes;
        return;
    }
    if (entry.type == EntryType::Directory) {
        entry.opaque = entry.opaque || existing->opaque || existing->type != EntryType::Directory;
    } else if (existing->type == EntryType::Directory) {
        m_emptied.insert_or_assign(entry.path, ++m_time);
        m_hasKnownParent = false;
    }
    entry.headerBytes += existing->headerBytes;
    std::string keep = std::move(existing->path); // equal, and the map looks at it
    *existing = std::move(entry);
    existing->path = std::move(keep);
    if (existing->type == EntryType::HardLink) {
        m_links[existing->link].push_back(existing);
    }
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

std::vector<LayerEntry*> IndexBuilder::sorted() {
    if (!m_emptied.empty()) {
        keepLinked();
    }
    m_links.clear();
    m_byPath = {};
    struct Place {
        std::string_view path; ///< beside the entry: comparing looks at fewer places in memory
        LayerEntry* entry;
    };
    std::vector<Place> order;
    order.reserve(m_entries.size());
    for (LayerEntry& entry : m_entries) {
        if (!isGone(entry)) {
            order.push_back({entry.path, &entry});
        }
    }
    if (!std::ranges::is_sorted(order, {}, &Place::path)) {
        std::ranges::sort(order, {}, &Place::path);
    }
    std::vector<LayerEntry*> out;
    out.reserve(order.size());
    for (const Place& place : order) {
        out.push_back(place.entry);
    }
    return out;
}

LayerIndex IndexBuilder::finish(std::uint64_t tarBytes, bool withDigest) {
    LayerIndex index;
    index.entries.reserve(m_entries.size());
    for (LayerEntry* entry : sorted()) {
        index.entries.push_back(std::move(*entry));
    }
    m_entries.clear();
    index.tarBytes = tarBytes;
    index.contentBytes = m_contentBytes;
    index.headerBytes = m_headerBytes;
    if (withDigest) {
        index.tree = index.computeTreeDigest();
    }
    return index;
}

Result<std::shared_ptr<const CompactIndex>> IndexBuilder::finishCompact(std::uint64_t tarBytes) {
    CompactBuilder builder(m_entries.size());
    for (const LayerEntry* entry : sorted()) {
        if (!builder.add(*entry)) {
            return tooMuchToShow();
        }
    }
    m_entries.clear();
    return std::move(builder).finish({tarBytes, m_contentBytes, m_headerBytes, {}});
}

} // namespace sw::oci
