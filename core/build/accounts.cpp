#include "core/build/accounts.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace sw::build {

namespace {

constexpr std::uint32_t kLargestId = 0x7fffffff; ///< of USER, as runc and BuildKit have it

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(at + 1);
    }
}

/// An owner of --chown as a number: "root" needs no file, and what does not fit into 32 bits with a sign is a name.
std::optional<std::uint32_t> ownerNumber(std::string_view text) {
    if (text == "root") {
        return 0;
    }
    std::int32_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc() && end == text.data() + text.size() && value >= 0 ? std::optional(static_cast<std::uint32_t>(value)) : std::nullopt;
}

std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

std::pair<std::string_view, std::optional<std::string_view>> splitOwner(std::string_view owner) {
    const std::size_t colon = owner.find(':');
    if (colon == std::string_view::npos) {
        return {owner, std::nullopt};
    }
    return {owner.substr(0, colon), owner.substr(colon + 1)};
}

} // namespace

Accounts::Accounts(std::string_view passwd, std::string_view groups) {
    for (const std::string_view line : split(passwd, '\n')) {
        const auto fields = split(line, ':');
        if (fields.size() < 4 || line.starts_with('#')) {
            continue;
        }
        const auto uid = number(fields[2]);
        const auto gid = number(fields[3]);
        if (uid && gid) {
            m_users.push_back({std::string(fields[0]), *uid, *gid, fields.size() > 5 ? std::string(fields[5]) : std::string()});
        }
    }
    for (const std::string_view line : split(groups, '\n')) {
        const auto fields = split(line, ':');
        if (fields.size() < 3 || line.starts_with('#')) {
            continue;
        }
        const auto gid = number(fields[2]);
        if (!gid) {
            continue;
        }
        Group entry{std::string(fields[0]), *gid, {}};
        if (fields.size() > 3) {
            for (const std::string_view member : split(fields[3], ',')) {
                entry.members.emplace_back(member);
            }
        }
        m_groups.push_back(std::move(entry));
    }
}

const Accounts::User* Accounts::user(std::string_view nameOrId) const {
    auto found = std::ranges::find(m_users, nameOrId, &User::name);
    if (found == m_users.end()) {
        if (const auto uid = number(nameOrId)) {
            found = std::ranges::find(m_users, *uid, &User::uid);
        }
    }
    return found == m_users.end() ? nullptr : &*found;
}

const Accounts::Group* Accounts::group(std::string_view nameOrId) const {
    auto found = std::ranges::find(m_groups, nameOrId, &Group::name);
    if (found == m_groups.end()) {
        if (const auto gid = number(nameOrId)) {
            found = std::ranges::find(m_groups, *gid, &Group::gid);
        }
    }
    return found == m_groups.end() ? nullptr : &*found;
}

bool Accounts::needsNames(std::string_view owner) {
    const auto [name, groupName] = splitOwner(owner);
    return !ownerNumber(name) || (groupName && !ownerNumber(*groupName));
}

Accounts::Ids Accounts::ownerOf(std::string_view chown) const {
    const auto [name, groupName] = splitOwner(chown);
    Ids ids;
    if (const auto uid = ownerNumber(name)) {
        ids = {*uid, *uid};
    } else if (const User* found = user(name)) {
        ids = {found->uid, found->gid};
    }
    if (groupName) {
        if (const auto gid = groupName->empty() ? 0 : ownerNumber(*groupName)) {
            ids.gid = *gid;
        } else if (const Group* found = group(*groupName)) { // else the group that comes with the user
            ids.gid = found->gid;
        }
    }
    return ids;
}

std::string Accounts::homeOf(std::uint32_t uid) const {
    const auto found = std::ranges::find(m_users, uid, &User::uid);
    return found == m_users.end() || found->home.empty() ? "/" : found->home;
}

Result<Accounts::Process> Accounts::processOf(std::string_view owner, Files files) const {
    const auto [name, groupName] = splitOwner(owner);
    const auto plainId = [](std::string_view text) { return text == "root" ? std::optional<std::uint32_t>(0) : number(text); };
    Process process;
    if (groupName && plainId(name) && plainId(*groupName)) { // both by number: nothing is looked up
        process.uid = *plainId(name);
        process.gid = *plainId(*groupName);
        process.home = homeOf(process.uid);
        return process;
    }
    if (!files.passwd) {
        if (owner.empty()) {
            return process;
        }
        return failure(ErrorCode::NotFound, say("unable to find user %1: the image has no /etc/passwd; name user and group by number, as in 1000:1000", name));
    }
    // A number is always an id, never a name made of digits.
    const std::string_view wanted = name.empty() ? std::string_view("0") : name;
    const std::optional<std::uint32_t> uid = number(wanted);
    const auto known = uid ? std::ranges::find(m_users, *uid, &User::uid) : std::ranges::find(m_users, wanted, &User::name);
    std::string userName;
    if (known != m_users.end()) {
        process.uid = known->uid;
        process.gid = known->gid;
        userName = known->name;
    } else if (uid && *uid <= kLargestId) {
        process.uid = *uid;
    } else if (uid) {
        return failure(ErrorCode::Invalid, say("the user id %1 is above %2", wanted, kLargestId));
    } else {
        return failure(ErrorCode::NotFound, say("unable to find user %1: no matching entries in passwd file", wanted));
    }
    process.home = homeOf(process.uid);
    if (!files.group && ((groupName && !groupName->empty()) || !userName.empty())) {
        if (owner.empty()) {
            return process;
        }
        return failure(ErrorCode::NotFound, say("unable to find the groups of %1: the image has no /etc/group; name user and group by number, as in 1000:1000", owner));
    }
    if (groupName && !groupName->empty()) {
        const std::optional<std::uint32_t> gid = number(*groupName);
        const auto found = std::ranges::find(m_groups, *groupName, &Group::name);
        if (gid && *gid <= kLargestId) {
            process.gid = *gid;
        } else if (!gid && found != m_groups.end()) {
            process.gid = found->gid;
        } else {
            return failure(ErrorCode::NotFound, say("unable to find group %1: no matching entries in group file", *groupName));
        }
        return process;
    }
    for (const Group& candidate : m_groups) {
        if (!userName.empty() && std::ranges::find(candidate.members, userName) != candidate.members.end()) {
            process.groups.push_back(candidate.gid);
        }
    }
    return process;
}

} // namespace sw::build
