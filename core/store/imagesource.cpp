#include "core/store/transfer.h"

#include "core/io/atomicfile.h"

namespace sw::store {

namespace fs = std::filesystem;

namespace {

/// "DIR:TAG", "DIR@sha256:..", "DIR". A colon in a folder name is no separator when the whole exists.
void splitSelector(std::string_view text, ImageSource& source) {
    std::error_code error;
    source.location = text;
    if (fs::exists(fs::path(text), error)) {
        return;
    }
    std::size_t at = text.find("@sha256:");
    if (at == std::string_view::npos) {
        const std::size_t slash = text.rfind('/');
        at = text.find(':', slash == std::string_view::npos ? 0 : slash);
    }
    // docker-archive:FILE:name/with/slashes:tag
    for (std::size_t colon = text.find(':'); at == std::string_view::npos || colon < at; colon = text.find(':', colon + 1)) {
        if (colon == std::string_view::npos) {
            break;
        }
        if (fs::exists(fs::path(text.substr(0, colon)), error)) {
            at = colon;
            break;
        }
    }
    if (at != std::string_view::npos) {
        source.location = text.substr(0, at);
        source.selector = text.substr(at + 1);
    }
}

bool isLayout(const fs::path& directory) {
    std::error_code error;
    return fs::exists(directory / "oci-layout", error) || fs::exists(directory / "index.json", error);
}

} // namespace

Result<ImageSource> ImageSource::parse(std::string_view text) {
    struct Scheme {
        std::string_view prefix;
        Kind kind;
    };
    constexpr Scheme schemes[] = {
        {"docker-image://", Kind::Registry},  {"docker://", Kind::Registry},           {"oci-layout://", Kind::OciLayout},
        {"oci-archive:", Kind::OciArchive},   {"docker-archive:", Kind::DockerArchive}, {"docker-daemon:", Kind::DockerDaemon},
        {"oci:", Kind::OciLayout},
    };
    ImageSource source;
    for (const Scheme& scheme : schemes) {
        if (!text.starts_with(scheme.prefix)) {
            continue;
        }
        source.kind = scheme.kind;
        const std::string_view rest = text.substr(scheme.prefix.size());
        if (scheme.kind == Kind::Registry || scheme.kind == Kind::DockerDaemon) {
            SW_TRY(const oci::Reference reference, oci::Reference::parse(rest));
            source.location = scheme.kind == Kind::Registry ? reference.text() : std::string(rest);
        } else {
            splitSelector(rest, source);
        }
        return source;
    }
    std::error_code error;
    const bool pathLike = text.starts_with('/') || text.starts_with("./") || text.starts_with("../") || text.starts_with("~");
    ImageSource candidate;
    splitSelector(text, candidate);
    if (fs::is_directory(candidate.location, error) && (pathLike || isLayout(candidate.location))) {
        candidate.kind = Kind::OciLayout;
        return candidate;
    }
    if (fs::is_regular_file(candidate.location, error)) {
        candidate.kind = Kind::DockerArchive; // an OCI archive is told by its contents
        return candidate;
    }
    if (pathLike) {
        return failure(ErrorCode::NotFound, say("There is no image at '%1'", text));
    }
    SW_TRY(const oci::Reference reference, oci::Reference::parse(text));
    source.location = reference.text();
    return source;
}

} // namespace sw::store
