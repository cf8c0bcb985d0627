#pragma once

#include <string>
#include <string_view>

/// Media types beyond the OCI ones of image.h: Docker's, and what attestations are made of; and from one kind to the other.
namespace sw::oci {

namespace mediatype {
inline constexpr std::string_view kDockerConfig = "application/vnd.docker.container.image.v1+json";
inline constexpr std::string_view kDockerLayer = "application/vnd.docker.image.rootfs.diff.tar";
inline constexpr std::string_view kDockerLayerGzip = "application/vnd.docker.image.rootfs.diff.tar.gzip";
inline constexpr std::string_view kDockerLayerZstd = "application/vnd.docker.image.rootfs.diff.tar.zstd";
inline constexpr std::string_view kInToto = "application/vnd.in-toto+json";
} // namespace mediatype

/// The same kind of layer in OCI's or in Docker's words; a type that neither knows stays.
std::string layerMediaType(std::string_view type, bool oci);

} // namespace sw::oci
