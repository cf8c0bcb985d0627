#include "core/analysis/treefilter.h"

#include "core/analysis/nodepaths.h"

#include <fnmatch.h>

#include <algorithm>
#include <map>
#include <utility>

namespace sw::analysis {

namespace {

using Id = FileTree::Id;
constexpr Id kStopEvery = 1U << 14U;

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

class TextFit {
public:
    explicit TextFit(const std::string& text) : m_pattern(text.find_first_of("*?[") != std::string::npos), m_path(text.contains('/')) {
        std::ranges::transform(text, std::back_inserter(m_text), lowered);
        if (m_pattern && m_path && !m_text.starts_with('/')) {
            m_text.insert(0, "*/");
        }
    }

    bool any() const { return !m_text.empty(); }
    bool ofPath() const { return m_path; }

    /// `subject`: name or absolute path.
    bool fits(std::string_view subject) {
        if (m_pattern) {
            m_buffer.assign(subject);
            return ::fnmatch(m_text.c_str(), m_buffer.c_str(), FNM_CASEFOLD) == 0;
        }
        return !std::ranges::search(subject, m_text, [](char a, char b) { return lowered(a) == b; }).empty();
    }

private:
    std::string m_text, m_buffer;
    bool m_pattern, m_path;
};

bool hasBit(auto set, auto value) { return ((static_cast<unsigned>(set) >> static_cast<unsigned>(value)) & 1U) != 0; }

bool fitsApartFromText(const FileTree& tree, Id id, const TreeFilter& filter) {
    if (filter.changes != 0 && !hasBit(filter.changes, tree.change(id))) {
        return false;
    }
    if (filter.smallest > 0 && (tree.directory(id) || tree.bytes(id) < filter.smallest)) {
        return false;
    }
    if (!filter.layers.empty() && (tree.layer(id) >= filter.layers.size() || !filter.layers[tree.layer(id)])) {
        return false;
    }
    if (!filter.uid && filter.kinds == 0) {
        return true;
    }
    const oci::EntryRef entry = tree.entry(id);
    if (filter.uid && (!entry || entry.uid() != *filter.uid)) {
        return false;
    }
    return filter.kinds == 0 || hasBit(filter.kinds, fileKind(tree.name(id), entry));
}

} // namespace

FilteredTree filterTree(const FileTree& tree, const TreeFilter& filter, std::stop_token stop, const HiddenLater* hidden) {
    FilteredTree out;
    const auto count = static_cast<Id>(tree.size());
    out.visible.resize(count);
    out.bytes.resize(count);
    TextFit text(filter.text);
    NodePaths paths(tree);
    std::vector<bool> textFits(count);
    textFits[0] = !text.any();
    for (Id id = 1; id < count; ++id) {
        if (id % kStopEvery == 0 && stop.stop_requested()) {
            return {.visible = std::vector<bool>(count), .bytes = std::vector<std::uint64_t>(count), .files = 0};
        }
        const bool directory = tree.directory(id);
        const std::string_view path = text.ofPath() || filter.owners ? paths.enter(id) : std::string_view();
        textFits[id] = textFits[tree.parent(id)] || text.fits(text.ofPath() ? path : tree.name(id));
        const bool owned = !filter.owners || (!directory && filter.owners->ownerOf(path.substr(1)) == &filter.owners->packages()[filter.package]);
        const bool hiding = !filter.hiddenLater || (hidden != nullptr && hidden->contains(id));
        if (textFits[id] && owned && hiding && fitsApartFromText(tree, id, filter)) {
            out.visible[id] = true;
            out.files += directory ? 0 : 1;
            out.bytes[id] = directory ? 0 : tree.bytes(id);
        }
    }
    for (Id id = count; id-- > 1;) { // what is in a directory has a greater number
        const Id parent = tree.parent(id);
        if (out.visible[id]) {
            out.visible[parent] = true;
        }
        if (tree.change(id) != Change::Removed || tree.change(parent) == Change::Removed) {
            out.bytes[parent] += out.bytes[id];
        }
    }
    if (count > 0) {
        out.visible[0] = true;
    }
    return out;
}

HiddenLater hiddenLater(const FileTree& tree, const std::vector<Waste>& waste, std::size_t layers) {
    HiddenLater out;
    std::unordered_multimap<std::string_view, const Waste*> byPath;
    for (const Waste& item : waste) {
        if (item.storedBy < layers && item.hiddenBy >= layers && !item.path.empty()) {
            byPath.emplace(item.path, &item);
        }
    }
    if (byPath.empty()) {
        return out;
    }
    NodePaths paths(tree);
    for (Id id = 1; id < tree.size(); ++id) {
        const auto [begin, end] = byPath.equal_range(paths.enter(id).substr(1));
        for (auto item = begin; item != end; ++item) {
            if (item->second->storedBy == tree.layer(id) && tree.change(id) != Change::Removed) {
                out[id] = static_cast<std::uint32_t>(item->second->hiddenBy);
            }
        }
    }
    return out;
}

std::vector<OwnerSum> ownersOf(const FileTree& tree) {
    std::map<std::uint32_t, OwnerSum> sums;
    for (Id id = 0; id < tree.size(); ++id) {
        if (const oci::EntryRef entry = tree.entry(id)) {
            OwnerSum& sum = sums[entry.uid()];
            sum.uid = entry.uid();
            sum.files += 1;
            sum.bytes += tree.directory(id) ? 0 : tree.bytes(id);
        }
    }
    std::vector<OwnerSum> out;
    for (const auto& [uid, sum] : sums) {
        out.push_back(sum);
    }
    std::ranges::stable_sort(out, [](const OwnerSum& a, const OwnerSum& b) { return std::pair(a.bytes, a.files) > std::pair(b.bytes, b.files); });
    return out;
}

} // namespace sw::analysis
