#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sw::analysis {

/// Names of users and groups, by the texts of an image's own /etc/passwd and /etc/group (of equal ids the first entry).
class OwnerNames {
public:
    OwnerNames() = default;
    OwnerNames(std::string_view passwd, std::string_view group);

    std::string user(std::uint32_t uid) const;  ///< "node", else "1000"
    std::string group(std::uint32_t gid) const;
    std::string text(std::uint32_t uid, std::uint32_t gid) const { return user(uid) + ":" + group(gid); }
    std::optional<std::uint32_t> uidOf(std::string_view nameOrNumber) const;
    std::optional<std::uint32_t> gidOf(std::string_view nameOrNumber) const;

private:
    std::map<std::uint32_t, std::string> m_users, m_groups;
};

} // namespace sw::analysis
