#include "core/sbom/spdx.h"

#include <openssl/evp.h>

#include <array>

namespace sw::sbom {

namespace {

std::string digestHex(std::string_view bytes, const EVP_MD* kind) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, kind, nullptr);
    std::string out;
    for (unsigned i = 0; i < size; ++i) {
        out += {digits[digest[i] >> 4U], digits[digest[i] & 15U]};
    }
    return out;
}

} // namespace

FileDigests digestsOf(std::string_view bytes) { return {digestHex(bytes, EVP_sha1()), digestHex(bytes, EVP_sha256())}; }

} // namespace sw::sbom
