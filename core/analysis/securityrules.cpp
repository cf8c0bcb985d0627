#include "core/analysis/findingrules.h"
#include "core/base/imagepath.h"

#include <algorithm>
#include <unordered_map>

namespace sw::analysis {

namespace {

using Id = FileTree::Id;

Finding findingOf(const FindingContext& context, Id id, Sentence message, Sentence advice) {
    Finding out;
    out.path = context.tree.path(id);
    out.bytes = context.tree.directory(id) ? 0 : context.tree.bytes(id);
    out.layer = context.tree.layer(id);
    out.message = std::move(message);
    out.advice = std::move(advice);
    return out;
}

bool isFile(oci::EntryRef entry) { return entry && (entry.type() == oci::EntryType::File || entry.type() == oci::EntryType::HardLink); }

/// Everybody may write it, or put what they like into it; sticky folders (/tmp) keep what is whose.
bool isOpenToAll(oci::EntryRef entry) {
    if (!entry || entry.implied() || (entry.mode() & 0002U) == 0) {
        return false;
    }
    return isFile(entry) || (entry.type() == oci::EntryType::Directory && (entry.mode() & 01000U) == 0);
}

} // namespace

void checkSetuid(const FindingContext& context, std::vector<Finding>& out) {
    for (Id id = 1; id < context.tree.size(); ++id) {
        const oci::EntryRef file = context.tree.directory(id) ? oci::EntryRef() : context.tree.entry(id);
        if (isFile(file) && (file.mode() & 06000U) != 0 && (file.mode() & 0111U) != 0) {
            const std::string place = absolutePath(context.tree.path(id));
            out.push_back(findingOf(context, id,
                                    (file.mode() & 04000U) != 0 ? say("%1 runs with the rights of its owner, user %2 (setuid)", place, file.uid())
                                                               : say("%1 runs with the rights of its group, %2 (setgid)", place, file.gid()),
                                    say("Where the program does not need it: RUN chmod a-s %1", place)));
        }
    }
}

void checkWorldWritable(const FindingContext& context, std::vector<Finding>& out) {
    const FileTree& tree = context.tree;
    std::unordered_map<Id, std::size_t> told; // open folder -> in `out`: what is open below one is told with it
    std::vector<std::size_t> below(out.size());
    const std::size_t first = out.size();
    for (Id id = 1; id < tree.size(); ++id) { // parents come before their children
        if (!isOpenToAll(tree.entry(id))) {
            continue;
        }
        const auto folder = told.find(tree.parent(id));
        const std::size_t with = folder == told.end() ? out.size() : folder->second;
        if (tree.directory(id)) {
            told.emplace(id, with);
        }
        if (with < out.size()) {
            ++below[with];
            continue;
        }
        below.push_back(0);
        out.push_back(findingOf(context, id, {}, say("Give it to the user that the program runs as: COPY --chown, or RUN chown, and take the right from others: chmod o-w")));
    }
    for (std::size_t i = first; i < out.size(); ++i) {
        const std::string place = absolutePath(out[i].path);
        out[i].files = below[i] + 1;
        out[i].message = below[i] == 0   ? say("%1 can be written by every user", place)
                         : below[i] == 1 ? say("%1 and one name below it can be written by every user", place)
                                         : say("%1 and %2 names below it can be written by every user", place, below[i]);
    }
}

} // namespace sw::analysis
