#pragma once

#include "core/build/layerbuilder.h"
#include "core/build/root.h"
#include "core/cache/selection.h"
#include "core/plan/buildplan.h"

#include <filesystem>
#include <map>

namespace sw::build {

/// Where what a COPY lays down comes from: destination path -> source path, for names that people know.
struct CopyOrigins {
    std::map<std::string, std::string> targets; ///< top of each item at the destination -> its source; "" is the root
    const std::string* targetOf(const std::string& destination) const; ///< the target it belongs to, null for others
    std::string sourceOf(const std::string& destination) const;
};

/// COPY and ADD as BuildKit does them (solver/llbsolver/file/backend.go, tonistiigi/fsutil copy; dockerfile-semantics 2.8):
/// from a prepared selection and the root below to what the new layer holds. Writes nothing yet. Times: files and directories
/// keep theirs, the destination of a directory gets the directory's, directories made on the way get the time of the copy.
/// `below` is null for --link (an empty layer, merged later).
struct CopyJob {
    const plan::CopyOp& op;
    const cache::Selection& selection;
    const LayersTree* below = nullptr;  ///< where files go; null with `link`
    const LayersTree* names = nullptr;  ///< whose passwd and group files --chown asks; null with `link`
    std::filesystem::path spoolDirectory; ///< for archives; empty: archives cannot be unpacked (a forecast)
    std::optional<std::int64_t> mtime;    ///< for directories made on the way; default now
    CopyOrigins* origins = nullptr;       ///< filled when given
};

/// nullopt: the outcome cannot be known without unpacking an archive (only when there is no spool directory).
Result<std::optional<LayerBuilder>> planCopy(const CopyJob& job, std::stop_token stop);

/// What planCopy's builder would foresee, found sooner for a tree that goes into a new directory.
Result<std::optional<ForeseenLayer>> foreseeCopy(const CopyJob& job, std::stop_token stop);

/// WORKDIR: the directory and its missing parents, owned by USER.
Result<LayerBuilder> planMkdir(const plan::MkdirOp& op, const LayersTree& below, std::optional<std::int64_t> mtime);

/// Does the name of a single source file matter, because it goes into a directory?
Result<bool> namesMatter(const plan::CopyOp& op, const LayersTree* below);

/// --link without --chmod: a layer of its own (with --chmod BuildKit drops the link).
bool isLinked(const plan::CopyOp& op);

} // namespace sw::build
