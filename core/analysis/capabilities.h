#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sw::analysis {

/// What a "security.capability" attribute grants, as getcap prints it: "cap_net_bind_service=ep"; "cap_chown=i cap_net_raw+p"
/// for groups with different rights. nullopt: it is none (linux/capability.h, vfs_cap_data, versions 1 to 3).
std::optional<std::string> capabilityText(std::string_view value);

} // namespace sw::analysis
