#pragma once

#include <string>
#include <string_view>

/// Words of protocols and file formats, whose letters and blanks are ASCII's whatever the locale.
namespace sw {

std::string lowerCase(std::string_view text);
/// Without blanks, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

} // namespace sw
