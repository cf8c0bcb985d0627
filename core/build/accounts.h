#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sw::build {

/// The users and groups of an image: texts of its /etc/passwd and /etc/group.
class Accounts {
public:
    Accounts(std::string_view passwd, std::string_view group);

    struct Ids {
        std::uint32_t uid = 0, gid = 0;
        bool operator==(const Ids&) const = default;
    };
    /// --chown: names or numbers. A lone number is also the group; a lone name brings its primary group; an unknown name is
    /// silently 0 (BuildKit solver/llbsolver/ops/user_linux.go; dockerfile-semantics 2.8).
    Ids ownerOf(std::string_view chown) const;

    struct Process {
        std::uint32_t uid = 0, gid = 0;
        std::vector<std::uint32_t> groups;
        std::string home = "/";
        bool operator==(const Process&) const = default;
    };
    struct Files {
        bool passwd = true, group = true; ///< whether the image has them
    };
    /// USER of a RUN. Supplementary groups apply only without an explicit group. Error: an unknown name, or anything to be looked
    /// up in a file that the image does not have, be it a number (BuildKit executor/oci/user.go).
    Result<Process> processOf(std::string_view user, Files files) const;
    Result<Process> processOf(std::string_view user) const { return processOf(user, Files{}); }

    /// Does this owner need the files to be read at all?
    static bool needsNames(std::string_view owner);

private:
    struct User {
        std::string name;
        std::uint32_t uid = 0, gid = 0;
        std::string home;
    };
    struct Group {
        std::string name;
        std::uint32_t gid = 0;
        std::vector<std::string> members;
    };
    std::string homeOf(std::uint32_t uid) const; ///< "/" for an id without an entry
    const User* user(std::string_view nameOrId) const;
    const Group* group(std::string_view nameOrId) const;
    std::vector<User> m_users;
    std::vector<Group> m_groups;
};

} // namespace sw::build
