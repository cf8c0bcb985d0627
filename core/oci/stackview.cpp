#include "core/oci/stackview.h"

#include "core/base/imagepath.h"

#include <algorithm>

namespace sw::oci {

namespace {

constexpr int kLinkLimit = 40;

template <typename Index> using Layers = typename BasicStackView<Index>::Layers;

// What is asked of an entry, of both kinds of index.
EntryType typeOf(const LayerEntry* entry) { return entry->type; }
EntryType typeOf(EntryRef entry) { return entry.type(); }
bool isImplied(const LayerEntry* entry) { return entry->implied; }
bool isImplied(EntryRef entry) { return entry.implied(); }
bool isOpaque(const LayerEntry* entry) { return entry->opaque; }
bool isOpaque(EntryRef entry) { return entry.opaque(); }
std::string_view linkOf(const LayerEntry* entry) { return entry->link; }
std::string_view linkOf(EntryRef entry) { return entry.link(); }

/// What the layers [floor, count) show at one path, given that all its ancestors are directories in them.
template <typename Index> struct Level {
    typename BasicStackView<Index>::Entry entry = nullptr;
    std::size_t layer = 0;
    std::size_t floor = 0; ///< lowest layer that still shows something below this path
};

template <typename Index> Level<Index> look(const Layers<Index>& layers, std::size_t floor, std::string_view path) {
    Level<Index> level;
    level.floor = layers.size();
    for (std::size_t layer = layers.size(); layer-- > floor;) {
        const auto entry = layers[layer]->find(path);
        if (entry == nullptr) {
            continue;
        }
        const bool isDirectory = typeOf(entry) == EntryType::Directory;
        if (!isDirectory) {
            if (level.entry == nullptr && typeOf(entry) != EntryType::Whiteout) {
                level.entry = entry;
                level.layer = layer;
            }
            return level; // hides what is below it, whatever it is
        }
        if (level.entry == nullptr || (isImplied(level.entry) && !isImplied(entry))) {
            level.entry = entry;
            level.layer = layer;
        }
        level.floor = layer;
        if (isOpaque(entry)) {
            return level;
        }
    }
    return level;
}

template <typename Index> Level<Index> rootLevel(const Layers<Index>& layers) {
    Level<Index> level = look<Index>(layers, 0, "");
    if (level.entry == nullptr || !isOpaque(level.entry)) {
        level.floor = 0; // the root is there without an entry
    }
    return level;
}

/// The level of a path all of whose ancestors must be directories (no links followed).
template <typename Index> std::optional<Level<Index>> levelOf(const Layers<Index>& layers, std::string_view path) {
    Level<Index> level = rootLevel<Index>(layers);
    if (path.empty()) {
        return level;
    }
    for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
        const bool last = end == std::string_view::npos;
        level = look<Index>(layers, level.floor, path.substr(0, end));
        if (level.entry == nullptr || (!last && typeOf(level.entry) != EntryType::Directory)) {
            return std::nullopt;
        }
        if (last) {
            return level;
        }
    }
}

/// Names directly below `directory` in one layer, in bytewise order of the paths. Grandchildren are jumped over.
template <typename Visit>
void eachChild(const LayerIndex& index, std::string_view directory, Visit&& visit) {
    const auto [first, last] = index.below(directory);
    const std::size_t prefix = directory.empty() ? 0 : directory.size() + 1;
    for (std::size_t i = first; i < last;) {
        const std::string_view path = index.entries[i].path;
        const std::size_t slash = path.find('/', prefix);
        if (slash == std::string_view::npos) {
            visit(path.substr(prefix), &index.entries[i]);
            ++i;
            continue;
        }
        std::string bound(path.substr(0, slash + 1));
        bound.back() = '/' + 1;
        std::size_t step = 1; // gallop: most directories are small
        while (i + step < last && index.entries[i + step].path < bound) {
            step *= 2;
        }
        const auto begin = index.entries.begin() + static_cast<std::ptrdiff_t>(i + step / 2);
        const auto end = index.entries.begin() + static_cast<std::ptrdiff_t>(std::min(i + step, last));
        i = static_cast<std::size_t>(std::ranges::lower_bound(begin, end, bound, {}, &LayerEntry::path) - index.entries.begin());
    }
}

template <typename Visit> void eachChild(const CompactIndex& index, std::string_view directory, Visit&& visit) {
    if (const std::uint32_t folder = index.folderAt(directory); folder != CompactIndex::kNone) {
        index.eachChild(folder, visit);
    }
}

template <typename Index> struct Child {
    std::string_view name;
    Level<Index> level;
    bool closed = false; ///< what lower layers have of this name is hidden
};

/// Of the layers [floor, count), by name.
template <typename Index> std::vector<Child<Index>> childLevels(const Layers<Index>& layers, std::string_view directory, std::size_t floor) {
    std::vector<Child<Index>> children;
    for (std::size_t layer = layers.size(); layer-- > floor;) {
        const std::size_t known = children.size(); // of the layers above, in order; names of this one come in order as well
        std::size_t at = 0;
        eachChild(*layers[layer], directory, [&](std::string_view name, typename BasicStackView<Index>::Entry entry) {
            while (at < known && children[at].name < name) {
                ++at;
            }
            const bool fresh = at == known || children[at].name != name;
            Child<Index>& child = fresh ? children.emplace_back(name) : children[at];
            if (child.closed) {
                return;
            }
            Level<Index>& level = child.level;
            if (typeOf(entry) != EntryType::Directory) {
                if (level.entry == nullptr && typeOf(entry) != EntryType::Whiteout) {
                    level.entry = entry;
                    level.layer = layer;
                }
                child.closed = true;
                return;
            }
            if (level.entry == nullptr || (isImplied(level.entry) && !isImplied(entry))) {
                level.entry = entry;
                level.layer = layer;
            }
            level.floor = layer;
            child.closed = isOpaque(entry);
        });
        std::ranges::inplace_merge(children, children.begin() + static_cast<std::ptrdiff_t>(known), {}, &Child<Index>::name);
    }
    return children;
}

std::string childPath(std::string_view directory, std::string_view name) {
    std::string path(directory);
    if (!path.empty()) {
        path += '/';
    }
    return path += name;
}

template <typename Index>
bool walkBelow(const Layers<Index>& layers, const std::string& directory, std::size_t floor,
               const std::function<bool(const typename BasicStackView<Index>::Found&)>& visit) {
    for (const Child<Index>& child : childLevels<Index>(layers, directory, floor)) {
        if (child.level.entry == nullptr) {
            continue;
        }
        const typename BasicStackView<Index>::Found found{child.level.entry, child.level.layer, childPath(directory, child.name)};
        if (!visit(found)) {
            return false;
        }
        if (typeOf(found.entry) == EntryType::Directory && !walkBelow<Index>(layers, found.path, child.level.floor, visit)) {
            return false;
        }
    }
    return true;
}

} // namespace

template <typename Index> BasicStackView<Index>::BasicStackView(Layers layers) : m_layers(std::move(layers)) {}

template <typename Index> Result<std::string> BasicStackView<Index>::resolve(std::string_view path, bool followLast) const {
    std::string current = cleanImagePath(path);
    Level<Index> parent = rootLevel<Index>(m_layers);
    int links = 0;
    for (std::size_t begin = 0; begin < current.size();) {
        const std::size_t end = std::min(current.find('/', begin), current.size());
        const bool last = end == current.size();
        const Level<Index> level = look<Index>(m_layers, parent.floor, std::string_view(current).substr(0, end));
        if (level.entry == nullptr) {
            return current;
        }
        if (typeOf(level.entry) == EntryType::Symlink && (!last || followLast)) {
            if (++links > kLinkLimit) {
                return failure(ErrorCode::Invalid, say("Too many symbolic links on the way to '%1' in the image", absolutePath(cleanImagePath(path))));
            }
            const std::string target = joinImagePath(parentPath(std::string_view(current).substr(0, end)), linkOf(level.entry));
            current = last ? target : joinImagePath(target, std::string_view(current).substr(end + 1));
            parent = rootLevel<Index>(m_layers);
            begin = 0;
            continue;
        }
        if (typeOf(level.entry) != EntryType::Directory) {
            return current;
        }
        parent = level;
        begin = end + 1;
    }
    return current;
}

template <typename Index> std::optional<typename BasicStackView<Index>::Found> BasicStackView<Index>::lookup(std::string_view path) const {
    const auto resolved = resolve(path, false);
    if (!resolved) {
        return std::nullopt;
    }
    const auto level = levelOf<Index>(m_layers, *resolved);
    if (!level || level->entry == nullptr) {
        return std::nullopt;
    }
    return Found{level->entry, level->layer, *resolved};
}

template <typename Index> std::optional<typename BasicStackView<Index>::Found> BasicStackView<Index>::lookupFollow(std::string_view path) const {
    const auto resolved = resolve(path, true);
    return resolved ? lookup(*resolved) : std::nullopt;
}

template <typename Index> std::vector<typename BasicStackView<Index>::Found> BasicStackView<Index>::children(std::string_view directory) const {
    std::vector<Found> out;
    const auto resolved = resolve(directory, true);
    if (!resolved) {
        return out;
    }
    const auto level = levelOf<Index>(m_layers, *resolved);
    if (!level || (level->entry != nullptr && typeOf(level->entry) != EntryType::Directory)) {
        return out;
    }
    for (const Child<Index>& child : childLevels<Index>(m_layers, *resolved, level->floor)) {
        if (child.level.entry != nullptr) {
            out.push_back({child.level.entry, child.level.layer, childPath(*resolved, child.name)});
        }
    }
    return out;
}

template <typename Index> void BasicStackView<Index>::walkImpl(std::string_view path, const std::function<bool(const Found&)>& visit) const {
    const auto resolved = resolve(path, false);
    if (!resolved) {
        return;
    }
    const auto level = levelOf<Index>(m_layers, *resolved);
    if (!level) {
        return;
    }
    if (level->entry != nullptr && !visit({level->entry, level->layer, *resolved})) {
        return;
    }
    if (level->entry == nullptr || typeOf(level->entry) == EntryType::Directory) {
        walkBelow<Index>(m_layers, *resolved, level->floor, visit);
    }
}

template <typename Index> std::optional<typename BasicStackView<Index>::Found> BasicStackView<Index>::content(const Found& found) const {
    if (found.entry == nullptr || typeOf(found.entry) == EntryType::File) {
        return found.entry == nullptr ? std::nullopt : std::optional<Found>(found);
    }
    if (typeOf(found.entry) != EntryType::HardLink || found.layer >= m_layers.size()) {
        return std::nullopt;
    }
    const auto target = m_layers[found.layer]->find(linkOf(found.entry));
    if (target != nullptr && typeOf(target) == EntryType::File) {
        return Found{target, found.layer, std::string(linkOf(found.entry))};
    }
    if (target != nullptr || found.layer == 0) {
        return std::nullopt;
    }
    // Some writers link to a file of a lower layer.
    const BasicStackView lower(Layers{m_layers.begin(), m_layers.begin() + static_cast<std::ptrdiff_t>(found.layer)});
    const auto below = lower.lookup(linkOf(found.entry));
    return below ? lower.content(*below) : std::nullopt;
}

template <typename Index> BasicStackView<Index> BasicStackView<Index>::with(std::shared_ptr<const Index> top) const {
    Layers layers = m_layers;
    layers.push_back(std::move(top));
    return BasicStackView(std::move(layers));
}

template <typename Index>
Hash128 BasicStackView<Index>::chainDigest() const
    requires std::same_as<Index, LayerIndex>
{
    Hasher128 hasher;
    for (const auto& layer : m_layers) {
        if (layer->entries.empty()) {
            continue; // a layer without changes makes no other root
        }
        const Hash128 digest = layer->treeDigest();
        hasher.addField("layer", digest.high);
        hasher.addField("", digest.low);
    }
    return hasher.finish();
}

template class BasicStackView<LayerIndex>;
template class BasicStackView<CompactIndex>;

} // namespace sw::oci
