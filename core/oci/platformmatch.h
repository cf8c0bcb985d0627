#pragma once

#include "core/oci/image.h"

#include <cstddef>
#include <optional>
#include <span>

/// Which image serves on which platform (containerd platforms/compare.go, platformVector).
namespace sw::oci {

/// How well an image made for `have` serves where `wanted` is asked for: 0 is the very same, more is worse; nothing: it does
/// not. arm/v7 takes v6 and v5, arm64 takes 32-bit arm, amd64 takes its older levels and 386.
std::optional<std::size_t> platformRank(const Platform& wanted, const Platform& have);

/// The manifest that serves best; the earlier of equals. Entries without a platform, and attestations, are not looked at.
const Descriptor* bestManifest(std::span<const Descriptor> manifests, const Platform& wanted);

/// "linux/amd64, linux/arm64": what an index offers, for messages.
std::string platformList(std::span<const Descriptor> manifests);

} // namespace sw::oci
