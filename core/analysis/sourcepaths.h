#pragma once

#include "core/analysis/provenance.h"
#include "core/oci/stackview.h"

/// Which file a COPY or ADD took for a path that it made (dockerfile-semantics 2.8, read backwards).
namespace sw::analysis {

struct SourceMatch {
    std::string path;      ///< clean
    bool exists = false;   ///< it is there in `files`
    bool unpacked = false; ///< an archive that ADD unpacked
};

/// `path` is in the layer; `file` its content, none for what has none. With `files` of the place it came from the answer is one
/// that is there, of several the one with the same content, and as a last resort any file there with that content.
std::optional<SourceMatch> findSource(const StageLayer& layer, std::string_view path, oci::EntryRef file, const SourceFiles* files);

/// The root of a stage as a source.
class StageSource final : public SourceFiles {
public:
    explicit StageSource(const oci::CompactView& view) : m_view(view) {}
    Kind kind(const std::string& path) const override;
    std::vector<std::string> names(const std::string& directory) const override;
    bool sameContent(const std::string& path, oci::EntryRef file) const override;

private:
    const oci::CompactView& m_view;
};

} // namespace sw::analysis
