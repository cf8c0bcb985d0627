#include "core/analysis/ownernames.h"

#include <charconv>

namespace sw::analysis {

namespace {

std::optional<std::uint32_t> numberOf(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

/// "NAME:x:ID:.." lines.
std::map<std::uint32_t, std::string> namesOf(std::string_view text) {
    std::map<std::uint32_t, std::string> out;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const std::size_t first = line.find(':');
        const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
        if (second == std::string_view::npos || first == 0 || line.starts_with('#')) {
            continue;
        }
        const std::string_view id = line.substr(second + 1, line.find(':', second + 1) - second - 1);
        if (const auto number = numberOf(id)) {
            out.try_emplace(*number, line.substr(0, first));
        }
    }
    return out;
}

std::string nameOf(const std::map<std::uint32_t, std::string>& names, std::uint32_t id) {
    const auto found = names.find(id);
    return found == names.end() ? std::to_string(id) : found->second;
}

std::optional<std::uint32_t> idOf(const std::map<std::uint32_t, std::string>& names, std::string_view text) {
    for (const auto& [id, name] : names) {
        if (name == text) {
            return id;
        }
    }
    return numberOf(text);
}

} // namespace

OwnerNames::OwnerNames(std::string_view passwd, std::string_view group) : m_users(namesOf(passwd)), m_groups(namesOf(group)) {}

std::string OwnerNames::user(std::uint32_t uid) const { return nameOf(m_users, uid); }
std::string OwnerNames::group(std::uint32_t gid) const { return nameOf(m_groups, gid); }
std::optional<std::uint32_t> OwnerNames::uidOf(std::string_view text) const { return idOf(m_users, text); }
std::optional<std::uint32_t> OwnerNames::gidOf(std::string_view text) const { return idOf(m_groups, text); }

} // namespace sw::analysis
