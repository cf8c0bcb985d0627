#pragma once

#include "core/store/transfer.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Where the result of a build goes, as `--output` says it (BuildKit README.md "Output", docker/buildx util/buildflags/export.go).
namespace sw::build {

enum class OutputKind {
    Store,   ///< under its names in the store; with `push` also to their registries
    Archive, ///< an OCI or docker archive or folder, by options.format
    Files,   ///< the file tree: a tar or a folder
    Docker,  ///< loaded into the Docker daemon
    Nothing, ///< type=cacheonly
};

struct Output {
    OutputKind kind = OutputKind::Store;
    std::vector<std::string> names;     ///< name=; none: those of the build
    bool push = false;
    bool pushByDigest = false;          ///< without a tag
    bool nameCanonical = false;         ///< also named NAME@DIGEST
    std::string danglingPrefix;         ///< an image without a name is named PREFIX@DIGEST
    bool keep = true;                   ///< store=false: no name in the store
    std::optional<bool> rewriteTimestamp; ///< absent: as soon as there is a SOURCE_DATE_EPOCH
    store::ExportOptions options;       ///< format, destination, compression, annotations, …

    bool toStandardOutput() const { return (kind == OutputKind::Archive || kind == OutputKind::Files) && options.destination == "-"; }
};

/// "type=oci,dest=PATH,…", "DIR" (a folder of files) or "-" (a tar of files). Invalid: one sentence that names the option.
Result<Output> parseOutput(std::string_view text);

/// KEY=VALUE,"KEY=VALUE, WITH COMMA",…: a line of CSV, in order. `option` names it in errors.
Result<std::vector<std::pair<std::string, std::string>>> parseAttributes(std::string_view text, std::string_view option);

/// Go's strconv.ParseBool.
std::optional<bool> parseBool(std::string_view text);

} // namespace sw::build
