#pragma once

#include "core/analysis/imageview.h"
#include "core/analysis/packagesizes.h"

#include <filesystem>

namespace sw::inspect {

/// The packages of an image with their files, as its databases (dpkg, apk, rpm, ..) record them. `scratch`: an existing folder
/// for a temporary copy of rpm's database.
Result<std::vector<analysis::OwningPackage>> packagesOf(const analysis::ImageView& image, const std::filesystem::path& scratch, std::stop_token stop);

} // namespace sw::inspect
