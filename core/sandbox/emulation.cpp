#include "core/sandbox/emulation.h"

#include "core/oci/platformmatch.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>

namespace sw::sandbox {

namespace {

/// What the ELF header of a program says (elf.h): e_machine, word size, byte order.
struct Machine {
    std::string_view architecture; ///< as images name it
    std::uint16_t number;
    bool wide;
    bool bigEndian;
    std::string_view qemu; ///< as qemu and Debian's packages name it
};
constexpr std::array<Machine, 11> kMachines{{{"amd64", 62, true, false, "x86_64"},
                                             {"386", 3, false, false, "i386"},
                                             {"arm64", 183, true, false, "aarch64"},
                                             {"arm", 40, false, false, "arm"},
                                             {"riscv64", 243, true, false, "riscv64"},
                                             {"ppc64le", 21, true, false, "ppc64le"},
                                             {"ppc64", 21, true, true, "ppc64"},
                                             {"s390x", 22, true, true, "s390x"},
                                             {"loong64", 258, true, false, "loongarch64"},
                                             {"mips64le", 8, true, false, "mips64el"},
                                             {"mips64", 8, true, true, "mips64"}}};

const Machine* machineOf(const std::string& architecture) {
    const auto found = std::ranges::find(kMachines, architecture, &Machine::architecture);
    return found == kMachines.end() ? nullptr : &*found;
}

/// The first bytes of a program for it.
std::string headerOf(const Machine& machine) {
    std::string header("\x7f"
                       "ELF",
                       4);
    header += static_cast<char>(machine.wide ? 2 : 1);
    header += static_cast<char>(machine.bigEndian ? 2 : 1);
    header += '\x01';
    header.resize(16, '\0');
    const auto word = [&](std::uint16_t value) {
        const char low = static_cast<char>(value & 0xFFU);
        const char high = static_cast<char>(value >> 8U);
        header += machine.bigEndian ? high : low;
        header += machine.bigEndian ? low : high;
    };
    word(2); // ET_EXEC
    word(machine.number);
    header.resize(128, '\0'); // what the kernel looks at
    return header;
}

struct Handler {
    bool enabled = false;
    std::string interpreter, flags, magic, mask;
    std::size_t offset = 0;

    bool takes(const std::string& header) const {
        if (!enabled || magic.empty() || offset + magic.size() > header.size()) {
            return false;
        }
        for (std::size_t i = 0; i < magic.size(); ++i) {
            const auto care = static_cast<unsigned char>(i < mask.size() ? mask[i] : '\xff');
            if (((static_cast<unsigned char>(header[offset + i]) ^ static_cast<unsigned char>(magic[i])) & care) != 0) {
                return false;
            }
        }
        return true;
    }
};

std::string bytesOfHex(const std::string& hex) {
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned value = 0;
        const auto [end, code] = std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
        if (code != std::errc() || end != hex.data() + i + 2) {
            return {};
        }
        out += static_cast<char>(value);
    }
    return out;
}

/// An entry's file: "enabled", "interpreter PATH", "flags: F", "offset N", "magic HEX", "mask HEX".
Handler readHandler(const std::filesystem::path& file) {
    Handler handler;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string key;
        std::string value;
        words >> key >> value;
        if (key == "enabled") {
            handler.enabled = true;
        } else if (key == "interpreter") {
            handler.interpreter = line.substr(line.find(' ') + 1);
        } else if (key == "flags:") {
            handler.flags = value;
        } else if (key == "offset") {
            std::from_chars(value.data(), value.data() + value.size(), handler.offset);
        } else if (key == "magic") {
            handler.magic = bytesOfHex(value);
        } else if (key == "mask") {
            handler.mask = bytesOfHex(value);
        }
    }
    return handler;
}

bool isNative(const oci::Platform& platform) {
    const oci::Platform here = oci::Platform::host();
    return platform.architecture == here.architecture || oci::platformRank(here, platform).has_value();
}

bool firstWordIs(const std::filesystem::path& file, std::string_view word) {
    std::ifstream in(file);
    std::string first;
    in >> first;
    return first == word;
}

std::string remedy(const oci::Platform& platform) {
    const Machine* machine = machineOf(platform.architecture);
    return "install an emulator (sudo apt install qemu-user-binfmt, or qemu-user-static on older systems" +
           std::string(machine == nullptr ? "" : "; it registers qemu-" + std::string(machine->qemu)) +
           "), or give the stage --platform=$BUILDPLATFORM and cross-compile";
}

} // namespace

Emulation emulationOf(const oci::Platform& platform, const std::filesystem::path& registry) {
    if (isNative(platform)) {
        return {Emulation::State::Native, {}, {}};
    }
    const Machine* machine = machineOf(platform.architecture);
    std::error_code error;
    if (machine == nullptr || !std::filesystem::exists(registry / "status", error)) {
        return {};
    }
    if (!firstWordIs(registry / "status", "enabled")) {
        return {Emulation::State::Missing, {}, {}};
    }
    const std::string header = headerOf(*machine);
    Emulation best{Emulation::State::Missing, {}, {}};
    for (const auto& entry : std::filesystem::directory_iterator(registry, error)) {
        const std::string name = entry.path().filename().string();
        if (name == "status" || name == "register") {
            continue;
        }
        const Handler handler = readHandler(entry.path());
        if (!handler.takes(header)) {
            continue;
        }
        const bool fixed = handler.flags.contains('F');
        if (fixed || best.state == Emulation::State::Missing) {
            best = {fixed ? Emulation::State::Emulated : Emulation::State::Unfixed, name, handler.interpreter};
        }
    }
    return best;
}

std::optional<Error> cannotEmulate(const oci::Platform& platform, const Emulation& emulation) {
    const std::string here = oci::Platform::host().text();
    switch (emulation.state) {
    case Emulation::State::Native:
    case Emulation::State::Emulated:
    case Emulation::State::Unknown: return std::nullopt;
    case Emulation::State::Missing: return formatRefused(platform);
    case Emulation::State::Unfixed:
        return Error{ErrorCode::Unsupported,
                     "this RUN needs programs for " + platform.text() + ", and the handler " + emulation.handler +
                         " of this machine (" + here + ") looks for " + emulation.interpreter +
                         " inside the image: register it with the flag F (sudo apt install qemu-user-binfmt does)",
                     {}};
    }
    return std::nullopt;
}

Error formatRefused(const oci::Platform& platform) {
    return Error{ErrorCode::Unsupported,
                 "this RUN needs programs for " + platform.text() + ", which this machine (" + oci::Platform::host().text() +
                     ") cannot start: " + remedy(platform),
                 {}};
}

std::vector<oci::Platform> emulatedPlatforms(const std::filesystem::path& registry) {
    std::vector<oci::Platform> out;
    for (const Machine& machine : kMachines) {
        oci::Platform platform;
        platform.architecture = machine.architecture;
        platform.variant = machine.architecture == "arm" ? "v7" : "";
        if (emulationOf(platform, registry).state == Emulation::State::Emulated) {
            out.push_back(std::move(platform));
        }
    }
    return out;
}

} // namespace sw::sandbox
