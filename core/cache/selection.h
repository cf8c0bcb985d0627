#pragma once

#include "core/cache/sourcetree.h"
#include "core/plan/buildplan.h"

#include <functional>

namespace sw::cache {

/// What one source word of COPY, ADD or a bind mount stands for after globs and links were followed.
struct SelectedEntry {
    std::string path; ///< relative to the item; "" for a single file
    const oci::LayerEntry* entry = nullptr;
    SourceTree::Found bytes; ///< File and HardLink: who holds the bytes; its `entry` is the identity of the file
    bool onTheWay = false;   ///< a directory that was not asked for, but something below it was
};

/// A source that was fetched, ready to be copied from.
struct RemoteTree {
    std::size_t position = 0; ///< in CopyOp::sources
    std::shared_ptr<SourceTree> tree;
    std::string path;         ///< what of it is taken: a file, or a directory whose content is ("" = all)
    std::string name;         ///< of a file at the destination
    std::string label;        ///< for people: the URL
};

struct SelectedItem {
    std::shared_ptr<SourceTree> tree;
    std::string source;   ///< clean path in the tree, links followed
    std::string baseName; ///< of the word as written: the name that it gets inside a destination directory
    bool directory = false; ///< its content is copied; `entries` are below it, parents first
    std::vector<SelectedEntry> entries;
    bool inlineFile = false;
    bool remote = false;
    std::string label; ///< of a fetched source: the URL

    /// Where an entry stands in the source, for messages.
    std::string sourcePath(const SelectedEntry& entry) const;
};

struct Selection {
    std::vector<SelectedItem> items;
    std::uint64_t bytes = 0; ///< of files; names of one file in one directory that is copied count once, as they are stored once
    std::uint64_t files = 0; ///< all but directories

    /// What the copied files are, as they will be in the layer: names, types, modes, owners, link targets, attributes,
    /// bytes; no times (dockerfile-semantics 2.10). Needs prepared entries.
    struct DigestOptions {
        bool names = true;       ///< names of single files matter (they are put into a directory)
        bool ignoreOwner = false; ///< --chown replaces them
        bool ignoreMode = false;  ///< --chmod with a number replaces them
    };
    Hash128 digest(const DigestOptions& options) const;
};

/// Finds and prepares what a COPY or ADD takes. `tree` may be null when there are no local sources; fetched ones that are
/// not among `remotes` are left out.
/// Error NotFound: a source that is no pattern does not exist (one sentence that names it), or the directory that a pattern
/// begins with. Without `prepare` no contents are read, and the selection has no digest.
Result<Selection> selectSources(const plan::CopyOp& op, const std::shared_ptr<SourceTree>& tree, std::stop_token stop,
                                bool prepare = true, const std::vector<RemoteTree>& remotes = {});

/// The file or the whole directory at `path`, for bind mounts. `path` "" is the whole tree.
Result<Selection> selectPath(const std::string& path, const std::shared_ptr<SourceTree>& tree, std::stop_token stop);

/// Is this word a glob for COPY: has it a '*', '?' or '[' without a backslash before it?
bool isGlob(std::string_view word);

} // namespace sw::cache
