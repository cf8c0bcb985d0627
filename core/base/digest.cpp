#include "core/base/digest.h"

#include "core/base/namedhash.h"

// OpenSSL's functions of old take the same fast paths, and need neither configuration nor provider to be loaded: that takes longer
// than most of our digests, and anew in each process.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <xxhash.h>

#include <algorithm>
#include <variant>

namespace sw {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

bool isHex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return kHexDigits.find(c) != std::string_view::npos; });
}

std::string hexOf(std::span<const std::uint8_t> bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out += kHexDigits[byte >> 4U];
        out += kHexDigits[byte & 15U];
    }
    return out;
}

} // namespace

Result<Digest> Digest::parse(std::string_view text) {
    constexpr std::string_view prefix = "sha256:";
    if (!text.starts_with(prefix) || text.size() != prefix.size() + 64 || !isHex(text.substr(prefix.size()))) {
        return failure(ErrorCode::Invalid, say("'%1' is not a sha256 digest", text.substr(0, 100)));
    }
    Digest digest;
    digest.m_hex = text.substr(prefix.size());
    return digest;
}

Digest Digest::fromSha256(const std::array<std::uint8_t, 32>& bytes) {
    Digest digest;
    digest.m_hex = hexOf(bytes);
    return digest;
}

Digest Digest::ofSha256(std::string_view bytes) {
    Sha256 hasher;
    hasher.add(bytes);
    return hasher.finish();
}

struct Sha256::State {
    SHA256_CTX context;
    State() { SHA256_Init(&context); }
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) { SHA256_Update(&m_state->context, bytes.data(), bytes.size()); }
void Sha256::add(std::span<const std::byte> bytes) { SHA256_Update(&m_state->context, bytes.data(), bytes.size()); }

Digest Sha256::finish() {
    std::array<std::uint8_t, 32> out{};
    SHA256_Final(out.data(), &m_state->context);
    SHA256_Init(&m_state->context);
    return Digest::fromSha256(out);
}

namespace {

struct Sha1 {
    SHA_CTX context;
    Sha1() { SHA1_Init(&context); }
    void add(std::string_view bytes) { SHA1_Update(&context, bytes.data(), bytes.size()); }
    std::string finish() {
        std::array<std::uint8_t, SHA_DIGEST_LENGTH> out{};
        SHA1_Final(out.data(), &context);
        return hexOf(out);
    }
};

struct Sha512 { ///< and SHA-384, which is the same begun otherwise and cut off
    SHA512_CTX context;
    bool isShort;
    explicit Sha512(bool cut) : isShort(cut) { isShort ? SHA384_Init(&context) : SHA512_Init(&context); }
    void add(std::string_view bytes) { SHA512_Update(&context, bytes.data(), bytes.size()); }
    std::string finish() {
        std::array<std::uint8_t, SHA512_DIGEST_LENGTH> out{};
        isShort ? SHA384_Final(out.data(), &context) : SHA512_Final(out.data(), &context);
        return hexOf(std::span(out).first(isShort ? SHA384_DIGEST_LENGTH : SHA512_DIGEST_LENGTH));
    }
};

struct NamedSha256 {
    Sha256 hash;
    void add(std::string_view bytes) { hash.add(bytes); }
    std::string finish() { return hash.finish().hex(); }
};

} // namespace

struct NamedHash::State {
    std::variant<NamedSha256, Sha1, Sha512> hash;
};

std::optional<NamedHash> NamedHash::of(std::string_view algorithm) {
    auto state = std::make_unique<State>();
    if (algorithm == "sha1") {
        state->hash.emplace<Sha1>();
    } else if (algorithm == "sha384" || algorithm == "sha512") {
        state->hash.emplace<Sha512>(algorithm == "sha384");
    } else if (algorithm != "sha256") {
        return std::nullopt;
    }
    return NamedHash(std::move(state));
}

NamedHash::NamedHash(std::unique_ptr<State> state) : m_state(std::move(state)) {}
NamedHash::~NamedHash() = default;
NamedHash::NamedHash(NamedHash&&) noexcept = default;
NamedHash& NamedHash::operator=(NamedHash&&) noexcept = default;

void NamedHash::add(std::string_view bytes) {
    std::visit([&](auto& hash) { hash.add(bytes); }, m_state->hash);
}

std::string NamedHash::finish() {
    return std::visit([](auto& hash) { return hash.finish(); }, m_state->hash);
}

std::string Hash128::hex() const {
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
        bytes[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
    }
    return hexOf(bytes);
}

Result<Hash128> Hash128::parse(std::string_view hex) {
    if (hex.size() != 32 || !isHex(hex)) {
        return failure(ErrorCode::Invalid, say("not a 128-bit hash"));
    }
    Hash128 out;
    for (std::size_t i = 0; i < 32; ++i) {
        std::uint64_t& half = i < 16 ? out.high : out.low;
        half = (half << 4U) | kHexDigits.find(hex[i]);
    }
    return out;
}

struct Hasher128::State {
    XXH3_state_t* state = XXH3_createState();
    State() { XXH3_128bits_reset(state); }
    ~State() { XXH3_freeState(state); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
};

Hasher128::Hasher128() : m_state(std::make_unique<State>()) {}
Hasher128::~Hasher128() = default;
Hasher128::Hasher128(Hasher128&&) noexcept = default;
Hasher128& Hasher128::operator=(Hasher128&&) noexcept = default;

void Hasher128::add(std::string_view bytes) { XXH3_128bits_update(m_state->state, bytes.data(), bytes.size()); }

void Hasher128::addField(std::string_view tag, std::string_view bytes) {
    const std::uint64_t sizes[2] = {tag.size(), bytes.size()};
    XXH3_128bits_update(m_state->state, sizes, sizeof sizes);
    add(tag);
    add(bytes);
}

void Hasher128::addField(std::string_view tag, std::uint64_t value) {
    std::array<char, 8> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<char>(value >> (8 * i));
    }
    addField(tag, std::string_view(bytes.data(), bytes.size()));
}

Hash128 Hasher128::finish() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(m_state->state);
    return {hash.high64, hash.low64};
}

Hash128 Hasher128::of(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.high64, hash.low64};
}

} // namespace sw
