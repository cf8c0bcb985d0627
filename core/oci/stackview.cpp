#include "core/oci/stackview.h"

#include "core/base/imagepath.h"

#include <algorithm>

namespace sw::oci {

namespace {

constexpr int kLinkLimit = 40;

/// What the layers [floor, count) show at one path, given that all its ancestors are directories in them.
struct Level {
    const LayerEntry* entry = nullptr;
    std::size_t layer = 0;
    std::size_t floor = 0; ///< lowest layer that still shows something below this path
};

Level look(const std::vector<std::shared_ptr<const LayerIndex>>& layers, std::size_t floor, std::string_view path) {
    Level level;
    level.floor = layers.size();
    for (std::size_t layer = layers.size(); layer-- > floor;) {
        const LayerEntry* entry = layers[layer]->find(path);
        if (entry == nullptr) {
            continue;
        }
        const bool isDirectory = entry->type == EntryType::Directory;
        if (!isDirectory) {
            if (level.entry == nullptr && entry->type != EntryType::Whiteout) {
                level.entry = entry;
                level.layer = layer;
            }
            return level; // hides what is below it, whatever it is
        }
        if (level.entry == nullptr || (level.entry->implied && !entry->implied)) {
            level.entry = entry;
            level.layer = layer;
        }
        level.floor = layer;
        if (entry->opaque) {
            return level;
        }
    }
    return level;
}

Level rootLevel(const std::vector<std::shared_ptr<const LayerIndex>>& layers) {
    Level level = look(layers, 0, "");
    if (level.entry == nullptr || !level.entry->opaque) {
        level.floor = 0; // the root is there without an entry
    }
    return level;
}

/// The level of a path all of whose ancestors must be directories (no links followed).
std::optional<Level> levelOf(const std::vector<std::shared_ptr<const LayerIndex>>& layers, std::string_view path) {
    Level level = rootLevel(layers);
    if (path.empty()) {
        return level;
    }
    for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
        const bool last = end == std::string_view::npos;
        level = look(layers, level.floor, path.substr(0, end));
        if (level.entry == nullptr || (!last && level.entry->type != EntryType::Directory)) {
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
            visit(path.substr(prefix), index.entries[i]);
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

struct Child {
    std::string_view name;
    Level level;
    bool closed = false; ///< what lower layers have of this name is hidden
};

/// Of the layers [floor, count), by name.
std::vector<Child> childLevels(const std::vector<std::shared_ptr<const LayerIndex>>& layers, std::string_view directory, std::size_t floor) {
    std::vector<Child> children;
    for (std::size_t layer = layers.size(); layer-- > floor;) {
        const std::size_t known = children.size(); // of the layers above, in order; names of this one come in order as well
        std::size_t at = 0;
        eachChild(*layers[layer], directory, [&](std::string_view name, const LayerEntry& entry) {
            while (at < known && children[at].name < name) {
                ++at;
            }
            const bool fresh = at == known || children[at].name != name;
            Child& child = fresh ? children.emplace_back(name) : children[at];
            if (child.closed) {
                return;
            }
            Level& level = child.level;
            if (entry.type != EntryType::Directory) {
                if (level.entry == nullptr && entry.type != EntryType::Whiteout) {
                    level.entry = &entry;
                    level.layer = layer;
                }
                child.closed = true;
                return;
            }
            if (level.entry == nullptr || (level.entry->implied && !entry.implied)) {
                level.entry = &entry;
                level.layer = layer;
            }
            level.floor = layer;
            child.closed = entry.opaque;
        });
        std::ranges::inplace_merge(children, children.begin() + static_cast<std::ptrdiff_t>(known), {}, &Child::name);
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

bool walkBelow(const std::vector<std::shared_ptr<const LayerIndex>>& layers, const std::string& directory, std::size_t floor,
               const std::function<bool(const StackView::Found&)>& visit) {
    for (const Child& child : childLevels(layers, directory, floor)) {
        if (child.level.entry == nullptr) {
            continue;
        }
        const StackView::Found found{child.level.entry, child.level.layer, childPath(directory, child.name)};
        if (!visit(found)) {
            return false;
        }
        if (found.entry->type == EntryType::Directory && !walkBelow(layers, found.path, child.level.floor, visit)) {
            return false;
        }
    }
    return true;
}

} // namespace

StackView::StackView(std::vector<std::shared_ptr<const LayerIndex>> layers) : m_layers(std::move(layers)) {}

Result<std::string> StackView::resolve(std::string_view path, bool followLast) const {
    std::string current = cleanImagePath(path);
    Level parent = rootLevel(m_layers);
    int links = 0;
    for (std::size_t begin = 0; begin < current.size();) {
        const std::size_t end = std::min(current.find('/', begin), current.size());
        const bool last = end == current.size();
        const Level level = look(m_layers, parent.floor, std::string_view(current).substr(0, end));
        if (level.entry == nullptr) {
            return current;
        }
        if (level.entry->type == EntryType::Symlink && (!last || followLast)) {
            if (++links > kLinkLimit) {
                return failure(ErrorCode::Invalid, say("Too many symbolic links on the way to '%1' in the image", absolutePath(cleanImagePath(path))));
            }
            const std::string target = joinImagePath(parentPath(level.entry->path), level.entry->link);
            current = last ? target : joinImagePath(target, std::string_view(current).substr(end + 1));
            parent = rootLevel(m_layers);
            begin = 0;
            continue;
        }
        if (level.entry->type != EntryType::Directory) {
            return current;
        }
        parent = level;
        begin = end + 1;
    }
    return current;
}

std::optional<StackView::Found> StackView::lookup(std::string_view path) const {
    const auto resolved = resolve(path, false);
    if (!resolved) {
        return std::nullopt;
    }
    const auto level = levelOf(m_layers, *resolved);
    if (!level || level->entry == nullptr) {
        return std::nullopt;
    }
    return Found{level->entry, level->layer, *resolved};
}

std::optional<StackView::Found> StackView::lookupFollow(std::string_view path) const {
    const auto resolved = resolve(path, true);
    return resolved ? lookup(*resolved) : std::nullopt;
}

std::vector<StackView::Found> StackView::children(std::string_view directory) const {
    std::vector<Found> out;
    const auto resolved = resolve(directory, true);
    if (!resolved) {
        return out;
    }
    const auto level = levelOf(m_layers, *resolved);
    if (!level || (level->entry != nullptr && level->entry->type != EntryType::Directory)) {
        return out;
    }
    for (const Child& child : childLevels(m_layers, *resolved, level->floor)) {
        if (child.level.entry != nullptr) {
            out.push_back({child.level.entry, child.level.layer, childPath(*resolved, child.name)});
        }
    }
    return out;
}

void StackView::walkImpl(std::string_view path, const std::function<bool(const Found&)>& visit) const {
    const auto resolved = resolve(path, false);
    if (!resolved) {
        return;
    }
    const auto level = levelOf(m_layers, *resolved);
    if (!level) {
        return;
    }
    if (level->entry != nullptr && !visit({level->entry, level->layer, *resolved})) {
        return;
    }
    if (level->entry == nullptr || level->entry->type == EntryType::Directory) {
        walkBelow(m_layers, *resolved, level->floor, visit);
    }
}

std::optional<StackView::Found> StackView::content(const Found& found) const {
    if (found.entry == nullptr || found.entry->type == EntryType::File) {
        return found.entry == nullptr ? std::nullopt : std::optional<Found>(found);
    }
    if (found.entry->type != EntryType::HardLink || found.layer >= m_layers.size()) {
        return std::nullopt;
    }
    const LayerEntry* target = m_layers[found.layer]->find(found.entry->link);
    if (target != nullptr && target->type == EntryType::File) {
        return Found{target, found.layer, found.entry->link};
    }
    if (target != nullptr || found.layer == 0) {
        return std::nullopt;
    }
    // Some writers link to a file of a lower layer.
    const StackView lower({m_layers.begin(), m_layers.begin() + static_cast<std::ptrdiff_t>(found.layer)});
    const auto below = lower.lookup(found.entry->link);
    return below ? lower.content(*below) : std::nullopt;
}

StackView StackView::with(std::shared_ptr<const LayerIndex> top) const {
    std::vector<std::shared_ptr<const LayerIndex>> layers = m_layers;
    layers.push_back(std::move(top));
    return StackView(std::move(layers));
}

Hash128 StackView::chainDigest() const {
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

} // namespace sw::oci
