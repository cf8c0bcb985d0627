#include "core/oci/image.h"
#include "core/oci/platformmatch.h"
#include "core/plan/filemode.h"
#include "core/plan/ports.h"
#include "tests/fuzz/promise.h"

#include <charconv>
#include <cstdint>

namespace {

using namespace sw;
using fuzz::require;

void checkReference(std::string_view text) {
    const auto reference = oci::Reference::parse(text);
    if (!reference) {
        return;
    }
    require(oci::Reference::parse(reference->text()) == *reference, "a name does not read as written: " + reference->text());
    require(oci::Reference::parse(reference->familiar()) == *reference, "a short name means another image: " + reference->familiar());
}

void checkPlatform(std::string_view text) {
    auto platform = oci::Platform::parse(text);
    if (!platform) {
        return;
    }
    platform->osVersion.clear(); // "windows(10.0.17763)/amd64": the text is without it
    require(oci::Platform::parse(platform->text()) == *platform, "a platform does not read as written: " + platform->text());
    require(oci::platformRank(*platform, *platform) == std::size_t{0}, "a platform does not serve itself: " + platform->text());
}

void checkMode(std::string_view text) {
    const auto mode = plan::FileMode::parse(text);
    if (!mode) {
        return;
    }
    for (const std::uint32_t before : {0U, 0644U, 0755U, 07777U}) {
        for (const bool directory : {false, true}) {
            const std::uint32_t after = mode->apply(before, directory);
            require(after <= 07777U, "a mode has bits that no file has");
            require(!mode->isNumber() || after == mode->apply(0, directory), "a number depends on what was there");
        }
    }
}

void checkPorts(std::string_view text) {
    const auto ports = plan::parsePorts(text);
    if (!ports) {
        return;
    }
    int last = 0;
    for (const std::string& port : *ports) {
        int number = 0;
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
        require(error == std::errc() && *end == '/' && number >= 0 && number <= 65535, "no port: " + port);
        require(number > last || &port == &ports->front(), "ports are not in order");
        last = number;
    }
}

} // namespace

/// The small languages of names: image references, platforms, modes, ports, signals.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    checkReference(text);
    checkPlatform(text);
    checkMode(text);
    checkPorts(text);
    static_cast<void>(plan::isSignal(text));
    return 0;
}
