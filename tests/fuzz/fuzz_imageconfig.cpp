#include "core/oci/image.h"
#include "tests/fuzz/promise.h"

#include <cstdint>
#include <string_view>

namespace {

using namespace sw;

/// What was understood is written so that it reads as the same value, and the text of it stays.
template <typename Parse, typename Serialise>
void checkRoundTrip(std::string_view json, Parse parse, Serialise serialise) {
    const auto value = parse(json);
    if (!value) {
        fuzz::require(!value.error().message.empty(), "an error without a message");
        return;
    }
    const std::string text = serialise(*value);
    const auto again = parse(text);
    fuzz::require(again.has_value(), "what was written cannot be read: " + text);
    fuzz::require(*again == *value, "what was written reads as something else: " + text);
    fuzz::require(serialise(*again) == text, "writing again gives another text");
}

} // namespace

/// Image configuration, manifest and index, as they come from a registry or a file: the first byte says which.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view json(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0]) {
    case 'm': checkRoundTrip(json, oci::parseManifest, oci::serialiseManifest); break;
    case 'i': checkRoundTrip(json, oci::parseImageIndex, oci::serialiseIndex); break;
    default: checkRoundTrip(json, oci::parseConfig, oci::serialiseConfig); break;
    }
    return 0;
}
