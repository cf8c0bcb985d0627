#pragma once

#include "core/store/transfer.h"

#include <string>
#include <string_view>

/// The build cache on its way to another machine and back (`--cache-to`, `--cache-from`; BuildKit README.md "Cache").
///
/// What travels is an OCI image: its layers are the layers of the steps, and a label of its configuration holds the steps'
/// records, so that every registry takes it and skopeo carries it. Keys speak of contents alone: they are the same everywhere.
namespace sw::build {

struct CachePlace {
    enum class Kind { Local, Registry } kind = Kind::Registry;
    std::string where;       ///< folder, or reference
    std::string selector;    ///< tag or digest within a folder; "" = "latest" when written, the only one when read
    bool finalOnly = false;  ///< mode=min: only steps whose layers are in the image. Ours is mode=max where nothing is said:
                             ///< a step that copies from an earlier stage is known by the files there
    bool ignoreError = false;
    store::ExportOptions options; ///< compression
    std::string text;        ///< as it was given
};

/// "type=local,src=DIR", "type=registry,ref=REF" or "REF". Invalid: one sentence that names the option.
Result<CachePlace> parseCacheFrom(std::string_view text);
/// "type=local,dest=DIR,mode=max,compression=zstd", "type=registry,ref=REF" or "REF".
Result<CachePlace> parseCacheTo(std::string_view text);

} // namespace sw::build
