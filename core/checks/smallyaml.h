#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The part of YAML that small configuration files use. Anchors, tags, block scalars, several documents and flow mappings
/// are refused by name rather than misread.
namespace sw::checks {

struct YamlNode {
    enum class Kind { Scalar, List, Map } kind = Kind::Scalar;
    std::string scalar;
    std::vector<YamlNode> items;                            ///< of a list
    std::vector<std::pair<std::string, YamlNode>> members;  ///< of a map, in order
    int line = 0;
    const YamlNode* find(std::string_view key) const;
};

/// The document; an empty map for an empty file. Error: "line N: ...".
Result<YamlNode> readSmallYaml(std::string_view text);

} // namespace sw::checks
