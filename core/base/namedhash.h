#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sw {

/// Digests that others ask for: "sha1", "sha256", "sha384", "sha512". Not copyable, movable.
class NamedHash {
public:
    /// nullopt: none of these.
    static std::optional<NamedHash> of(std::string_view algorithm);
    ~NamedHash();
    NamedHash(NamedHash&&) noexcept;
    NamedHash& operator=(NamedHash&&) noexcept;

    void add(std::string_view bytes);
    std::string finish(); ///< hexadecimal digits; once

private:
    struct State;
    explicit NamedHash(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace sw
