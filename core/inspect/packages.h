#pragma once

#include "core/analysis/imageview.h"
#include "core/analysis/packagesizes.h"

#include <filesystem>

namespace sw::inspect {

struct ImagePackages {
    std::vector<analysis::OwningPackage> packages;
    std::vector<std::string> problems; ///< databases that are there and could not be read, a sentence each
};

/// The packages of an image with their files, as its databases (dpkg, apk, rpm, ..) record them; those of node_modules have what is
/// in their folders. `scratch`: an existing folder for a temporary copy of rpm's database. Compressed layers are inflated once.
Result<ImagePackages> packagesOf(const analysis::ImageView& image, const std::filesystem::path& scratch, std::stop_token stop);

} // namespace sw::inspect
