#include "core/cache/selection.h"

#include "core/base/imagepath.h"
#include "core/dockerfile/ignorefile.h"

#include <algorithm>
#include <unordered_set>
#include <map>
#include <unordered_map>

namespace sw::cache {

namespace {

using dockerfile::IgnoreMatcher;
using oci::EntryType;
using Found = SourceTree::Found;

bool holdsBytes(const oci::LayerEntry& entry) {
    return entry.type == EntryType::File || entry.type == EntryType::HardLink;
}

Error missing(const SourceTree& tree, std::string_view word, const std::string& path) {
    Sentence message = say("\"%1\" is not in %2", word, tree.describe());
    if (const Sentence why = tree.whyMissing(path); !why.empty()) {
        message = say("%1: %2", message, why);
    } else if (word.find("://") != std::string_view::npos) {
        message = say("%1; only http, https and git addresses are fetched, and only by ADD", message);
    }
    return {ErrorCode::NotFound, message, {}};
}

void addEntry(SelectedItem& item, Selection& selection, const Found& found, std::string relative, bool onTheWay = false) {
    SelectedEntry entry{std::move(relative), found.entry, {}, onTheWay};
    if (holdsBytes(*found.entry)) {
        entry.bytes = item.tree->bytesOf(found);
        selection.bytes += entry.bytes.entry->size;
    } else {
        entry.bytes = found;
    }
    selection.files += found.entry->type == EntryType::Directory ? 0 : 1;
    item.entries.push_back(std::move(entry));
}

std::string relativeTo(const std::string& path, const std::string& root) {
    return root.empty() ? path : path.substr(root.size() + 1);
}

/// Everything below a directory that `wanted` lets through. A directory that is not wanted itself still appears when
/// something below it is.
template <typename Wanted>
void addBelow(SelectedItem& item, Selection& selection, Wanted&& wanted) {
    std::vector<Found> withheld; // directories on the way that are not wanted by themselves
    const std::string& root = item.source;
    item.tree->view().walk(root, [&](const Found& found) {
        if (found.path == root) {
            return true;
        }
        const std::string relative = relativeTo(found.path, root);
        while (!withheld.empty() && !isWithin(found.path, withheld.back().path)) {
            withheld.pop_back();
        }
        if (!wanted(relative, *found.entry)) {
            if (found.entry->type == EntryType::Directory) {
                withheld.push_back(found);
            }
            return true;
        }
        for (const Found& parent : withheld) {
            addEntry(item, selection, parent, relativeTo(parent.path, root), true);
        }
        withheld.clear();
        addEntry(item, selection, found, relative);
        return true;
    });
}

/// Where a word leads when its links are followed: also to the root, and to a directory that no layer names.
struct Place {
    std::string path;
    std::optional<Found> file; ///< absent for a directory

    static std::optional<Place> of(const oci::StackView& view, const std::string& word) {
        const auto path = view.resolve(word, true);
        if (!path) {
            return std::nullopt;
        }
        auto found = path->empty() ? std::nullopt : view.lookup(*path);
        if (found && found->entry->type != EntryType::Directory) {
            return Place{*path, std::move(found)};
        }
        const bool there = path->empty() || found || !view.children(*path).empty();
        return there ? std::optional(Place{*path, std::nullopt}) : std::nullopt;
    }
};

Result<void> addMatch(Selection& selection, const std::shared_ptr<SourceTree>& tree, std::string_view word,
                      const std::string& path, const IgnoreMatcher* excludes) {
    const auto place = Place::of(tree->view(), path);
    SelectedItem item;
    item.tree = tree;
    item.baseName = baseName(path);
    if (!place) {
        return failure(missing(*tree, word, path));
    }
    item.source = place->path;
    item.directory = !place->file;
    if (place->file) {
        addEntry(item, selection, *place->file, "");
    } else {
        addBelow(item, selection, [&](const std::string& relative, const oci::LayerEntry&) {
            return excludes == nullptr || !excludes->match(relative).ignored;
        });
    }
    selection.items.push_back(std::move(item));
    return {};
}

/// Matches the components of a glob from `at` on against what is below `directory`; results in lexical order, as Go's
/// filepath.Walk visits them. Links to directories are not entered.
Result<void> glob(const oci::StackView& view, const std::string& directory, const std::vector<std::string_view>& components,
                  std::size_t at, std::vector<std::string>& matches) {
    for (const Found& child : view.children(directory)) {
        SW_TRY(const bool matched, dockerfile::matchGlob(components[at], baseName(child.path)));
        if (!matched) {
            continue;
        }
        if (at + 1 == components.size()) {
            matches.push_back(child.path);
        } else if (child.entry->type == EntryType::Directory) {
            SW_CHECK(glob(view, child.path, components, at + 1, matches));
        }
    }
    return {};
}

/// Paths that a glob stands for. The directory that it begins with has to exist; where a file stands in its place a context has
/// nothing to offer, and a stage offers no match (BuildKit asks its client for what matches, and looks into stages itself).
Result<std::vector<std::string>> globMatches(const SourceTree& tree, std::string_view word, const std::string& clean, bool ofContext) {
    const std::vector<std::string_view> components = splitPath(clean);
    const auto firstGlob = std::ranges::find_if(components, [](std::string_view c) { return isGlob(c); });
    std::string directory;
    for (auto it = components.begin(); it != firstGlob; ++it) {
        directory = joinImagePath(directory, *it);
    }
    if (!directory.empty()) {
        const auto place = Place::of(tree.view(), directory);
        if (!place || (place->file && ofContext)) {
            return failure(missing(tree, word, directory));
        }
        if (place->file) {
            return std::vector<std::string>();
        }
        directory = place->path;
    }
    std::vector<std::string> matches;
    SW_CHECK(glob(tree.view(), directory, {firstGlob, components.end()}, 0, matches));
    return matches;
}

/// What of a directory a --parents pattern takes.
Result<void> addMatching(Selection& selection, const std::shared_ptr<SourceTree>& tree, std::string_view word,
                         const std::string& directory, const std::string& pattern, const IgnoreMatcher* excludes) {
    SelectedItem item;
    item.tree = tree;
    item.directory = true;
    if (!directory.empty()) {
        const auto place = Place::of(tree->view(), directory);
        if (!place) {
            return failure(missing(*tree, word, directory));
        }
        item.source = place->path;
        item.directory = !place->file;
        item.baseName = baseName(directory);
        if (place->file) { // patterns are for what is below a directory
            addEntry(item, selection, *place->file, "");
            selection.items.push_back(std::move(item));
            return {};
        }
    }
    const auto wanted = [&](const std::string& relative) { return excludes == nullptr || !excludes->match(relative).ignored; };
    if (pattern.empty()) {
        addBelow(item, selection, [&](const std::string& relative, const oci::LayerEntry&) { return wanted(relative); });
    } else {
        SW_TRY(const IgnoreMatcher matcher, IgnoreMatcher::compile(std::vector<std::string>{pattern}));
        addBelow(item, selection, [&](const std::string& relative, const oci::LayerEntry&) {
            return matcher.match(relative).ignored && wanted(relative);
        });
    }
    selection.items.push_back(std::move(item));
    return {};
}

/// --parents: what follows "/./" (or everything) is kept as directories; patterns go through the ignore file's matcher,
/// so "**" works.
Result<void> addWithParents(Selection& selection, const std::shared_ptr<SourceTree>& tree, std::string_view word,
                            const IgnoreMatcher* excludes, bool ofContext) {
    const std::size_t pivot = word.find("/./");
    const std::string before = pivot == std::string_view::npos ? std::string() : cleanImagePath(word.substr(0, pivot));
    const std::string pattern = cleanImagePath(pivot == std::string_view::npos ? word : word.substr(pivot + 3));
    std::vector<std::string> bases{before};
    if (isGlob(before)) {
        SW_TRY(bases, globMatches(*tree, word, before, ofContext));
    } else if (!isGlob(pattern) && !Place::of(tree->view(), joinImagePath(before, pattern))) {
        return failure(missing(*tree, word, joinImagePath(before, pattern)));
    }
    for (const std::string& base : bases) {
        SW_CHECK(addMatching(selection, tree, word, base, pattern, excludes));
    }
    return {};
}

Result<void> addRemote(Selection& selection, const RemoteTree& remote, const IgnoreMatcher* excludes) {
    SW_CHECK(addMatch(selection, remote.tree, remote.label, remote.path, excludes));
    SelectedItem& item = selection.items.back();
    item.remote = true;
    item.label = remote.label;
    item.baseName = remote.name;
    return {};
}

Result<void> addInline(Selection& selection, const std::vector<plan::InlineFile>& files) {
    if (files.empty()) {
        return {};
    }
    std::vector<std::string> contents;
    for (const plan::InlineFile& file : files) {
        contents.push_back(file.content);
    }
    const auto tree = std::make_shared<InlineTree>(std::move(contents));
    for (std::size_t i = 0; i < files.size(); ++i) {
        SelectedItem item;
        item.tree = tree;
        item.source = std::to_string(i);
        item.baseName = cleanImagePath(files[i].name); // written onto nothing, where no folder is
        if (item.baseName.contains('/')) {
            return failure(ErrorCode::Invalid, say("the file <<%1 would be in a folder that is not there: name it without a slash", files[i].name));
        }
        item.inlineFile = true;
        addEntry(item, selection, *tree->view().lookup(item.source), "");
        selection.items.push_back(std::move(item));
    }
    return {};
}

Result<void> prepareAll(const Selection& selection, std::stop_token stop) {
    std::map<SourceTree*, std::vector<Found>> byTree;
    for (const SelectedItem& item : selection.items) {
        if (item.inlineFile) {
            continue;
        }
        std::vector<Found>& found = byTree[item.tree.get()];
        for (const SelectedEntry& entry : item.entries) {
            found.push_back({entry.entry, entry.bytes.layer, {}});
            if (entry.bytes.entry != entry.entry) {
                found.push_back({entry.bytes.entry, entry.bytes.layer, {}});
            }
        }
    }
    for (const auto& [tree, found] : byTree) {
        SW_CHECK(tree->prepare(found, stop));
    }
    return {};
}

void appendNumber(std::string& out, std::uint64_t number) {
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void appendText(std::string& out, std::string_view text) {
    appendNumber(out, text.size());
    out.append(text);
}

} // namespace

bool isGlob(std::string_view word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (word[i] == '\\') {
            ++i;
        } else if (word[i] == '*' || word[i] == '?' || word[i] == '[') {
            return true;
        }
    }
    return false;
}

std::string SelectedItem::sourcePath(const SelectedEntry& entry) const {
    if (remote) {
        return entry.path.empty() ? label : label + "/" + entry.path;
    }
    return entry.path.empty() ? source : joinImagePath(source, entry.path);
}

namespace {

/// Takes the bytes of further names of a file off again; they are hard links in the layer as well.
void countLinksOnce(Selection& selection) {
    const auto isLink = [](const SelectedEntry& entry) { return entry.entry->type == EntryType::HardLink; };
    for (const SelectedItem& item : selection.items) {
        if (!item.directory || std::ranges::none_of(item.entries, isLink)) {
            continue;
        }
        std::unordered_set<const oci::LayerEntry*> seen;
        for (const SelectedEntry& entry : item.entries) {
            if (holdsBytes(*entry.entry) && !seen.insert(entry.bytes.entry).second) {
                selection.bytes -= entry.bytes.entry->size;
            }
        }
    }
}

} // namespace

Result<Selection> selectSources(const plan::CopyOp& op, const std::shared_ptr<SourceTree>& tree, std::stop_token stop,
                                bool prepare, const std::vector<RemoteTree>& remotes) {
    Selection selection;
    std::optional<IgnoreMatcher> excludes;
    if (!op.excludes.empty()) {
        SW_TRY(excludes, IgnoreMatcher::compile(op.excludes));
    }
    const IgnoreMatcher* exclude = excludes ? &*excludes : nullptr;
    for (std::size_t i = 0; i < op.sources.size(); ++i) {
        const std::string& word = op.sources[i];
        if (op.remote(i) != nullptr) {
            if (const auto remote = std::ranges::find(remotes, i, &RemoteTree::position); remote != remotes.end()) {
                SW_CHECK(addRemote(selection, *remote, exclude));
            }
            continue;
        }
        if (tree == nullptr) {
            return failure(ErrorCode::NotFound, say("\"%1\" cannot be copied: the build has no context", word));
        }
        const std::string clean = cleanImagePath(word);
        if (op.parents) {
            SW_CHECK(addWithParents(selection, tree, word, exclude, !op.from));
        } else if (isGlob(clean)) {
            SW_TRY(const std::vector<std::string> matches, globMatches(*tree, word, clean, !op.from));
            for (const std::string& match : matches) {
                SW_CHECK(addMatch(selection, tree, word, match, exclude));
            }
        } else {
            SW_CHECK(addMatch(selection, tree, word, clean, exclude));
        }
    }
    SW_CHECK(addInline(selection, op.inlineFiles));
    countLinksOnce(selection);
    if (prepare) {
        SW_CHECK(prepareAll(selection, stop));
    }
    return selection;
}

Result<Selection> selectPath(const std::string& path, const std::shared_ptr<SourceTree>& tree, std::stop_token stop) {
    Selection selection;
    SW_CHECK(addMatch(selection, tree, path, cleanImagePath(path), nullptr));
    countLinksOnce(selection);
    SW_CHECK(prepareAll(selection, stop));
    return selection;
}

Hash128 Selection::digest(const DigestOptions& options) const {
    Hasher128 hasher;
    std::string block;
    std::unordered_map<const oci::LayerEntry*, std::uint64_t> ordinals; // which names are one file
    for (const SelectedItem& item : items) {
        block.clear();
        block += item.directory ? 'D' : 'F';
        appendText(block, item.directory || !options.names ? std::string_view() : std::string_view(item.baseName));
        appendNumber(block, item.entries.size());
        for (const SelectedEntry& selected : item.entries) {
            const oci::LayerEntry& entry = *selected.entry;
            const bool isFile = holdsBytes(entry);
            const oci::LayerEntry& holder = *selected.bytes.entry;
            appendText(block, selected.path);
            if (selected.onTheWay) {
                block += 'w';
            }
            block += static_cast<char>(isFile ? EntryType::File : entry.type);
            const bool modeReplaced = options.ignoreMode && entry.type != EntryType::Symlink;
            appendNumber(block, modeReplaced ? 0 : (isFile ? holder.mode : entry.mode));
            if (!options.ignoreOwner) {
                appendNumber(block, isFile ? holder.uid : entry.uid);
                appendNumber(block, isFile ? holder.gid : entry.gid);
            }
            if (isFile) {
                appendNumber(block, holder.size);
                appendNumber(block, holder.content.high);
                appendNumber(block, holder.content.low);
                appendNumber(block, ordinals.try_emplace(&holder, ordinals.size()).first->second);
            } else if (entry.type == EntryType::Symlink) {
                appendText(block, entry.link);
            } else if (entry.type == EntryType::CharDevice || entry.type == EntryType::BlockDevice) {
                appendNumber(block, entry.devMajor);
                appendNumber(block, entry.devMinor);
            }
            const oci::Xattrs& xattrs = isFile ? holder.xattrs : entry.xattrs;
            appendNumber(block, xattrs.size());
            for (const auto& [name, value] : xattrs) {
                appendText(block, name);
                appendText(block, value);
            }
            if (block.size() > (1U << 16U)) {
                hasher.add(block);
                block.clear();
            }
        }
        hasher.add(block);
    }
    return hasher.finish();
}

} // namespace sw::cache
