#pragma once

#include <string>
#include <string_view>

namespace sw::io {

/// The text with U+FFFD for each byte that belongs to no UTF-8 character: what JSON and XML can hold.
std::string withReplacements(std::string_view text);

} // namespace sw::io
