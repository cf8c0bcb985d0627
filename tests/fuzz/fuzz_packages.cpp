#include "core/sbom/readers.h"
#include "tests/fuzz/promise.h"

#include <cstdint>
#include <string_view>

namespace {

using namespace sw;

void checkPackages(const std::vector<sbom::Package>& packages) {
    for (const sbom::Package& package : packages) {
        fuzz::require(!package.name.empty(), "a package without a name");
        fuzz::require(package.purl.starts_with("pkg:"), "a package without an address: " + package.purl);
    }
}

} // namespace

/// What package managers leave in an image, which may come from anywhere: the first byte says whose.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const sbom::Distribution distribution{"some", "1"};
    switch (data[0]) {
    case 'a': checkPackages(sbom::parseApk(text, distribution)); break;
    case 'd':
        for (const sbom::Stanza& stanza : sbom::parseStanzas(text)) {
            fuzz::require(!stanza.empty(), "a stanza without a field");
        }
        static_cast<void>(sbom::debianLicenses(text));
        break;
    case 'v':
        for (const auto& [from, to] : sbom::parseDiversions(text)) {
            fuzz::require(!from.empty() && !to.to.empty(), "a diversion of nothing");
        }
        break;
    case 'r':
        if (const auto package = sbom::parseRpmHeader(text, distribution)) {
            checkPackages({*package});
        } else {
            fuzz::require(!package.error().message.empty(), "an error without a message");
        }
        break;
    case 'g': static_cast<void>(sbom::parseGoProgram(text)); break;
    case 'n':
        if (const auto package = sbom::parsePackageJson(text)) {
            checkPackages({*package});
        }
        break;
    default:
        if (const auto package = sbom::parsePythonMetadata(text)) {
            checkPackages({*package});
        }
    }
    return 0;
}
