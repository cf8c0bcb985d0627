#pragma once

#include "core/base/result.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace sw {

/// An OCI digest, "sha256:<64 lower-case hex>". parse() and text() are inverse.
class Digest {
public:
    Digest() = default;
    static Result<Digest> parse(std::string_view text);
    static Digest ofSha256(std::string_view bytes);
    static Digest fromSha256(const std::array<std::uint8_t, 32>& bytes);

    bool empty() const { return m_hex.empty(); }
    /// Hexadecimal part alone; a file name in blobs/sha256/.
    const std::string& hex() const { return m_hex; }
    std::string text() const { return m_hex.empty() ? std::string() : "sha256:" + m_hex; }

    auto operator<=>(const Digest&) const = default;

private:
    std::string m_hex;
};

/// Incremental SHA-256 (OpenSSL, uses SHA-NI). Not copyable, movable.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::string_view bytes);
    void add(std::span<const std::byte> bytes);
    Digest finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// 128-bit XXH3 of file contents and tree keys. Never leaves the machine. Zero means "not computed".
struct Hash128 {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    bool isZero() const { return high == 0 && low == 0; }
    std::string hex() const; ///< 32 digits
    static Result<Hash128> parse(std::string_view hex);
    auto operator<=>(const Hash128&) const = default;
};

/// Incremental XXH3-128.
class Hasher128 {
public:
    Hasher128();
    ~Hasher128();
    Hasher128(Hasher128&&) noexcept;
    Hasher128& operator=(Hasher128&&) noexcept;

    void add(std::string_view bytes);
    /// Length-prefixed, so that neighbouring fields cannot run into one another.
    void addField(std::string_view tag, std::string_view bytes);
    void addField(std::string_view tag, std::uint64_t value);
    Hash128 finish() const;

    static Hash128 of(std::string_view bytes);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace sw

template <> struct std::hash<sw::Digest> {
    std::size_t operator()(const sw::Digest& d) const noexcept {
        return std::hash<std::string>{}(d.hex());
    }
};
template <> struct std::hash<sw::Hash128> {
    std::size_t operator()(const sw::Hash128& h) const noexcept {
        return static_cast<std::size_t>(h.low ^ (h.high * 0x9e3779b97f4a7c15ULL));
    }
};
