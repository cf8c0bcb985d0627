#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace sw::io {

/// A YAML document as plain values with their lines, for configuration files. Scalars stay text: who reads a value knows
/// what it should be. Aliases are resolved.
struct YamlNode {
    enum class Kind { Null, Scalar, List, Map } kind = Kind::Null;
    struct Member;
    std::string scalar;
    std::vector<YamlNode> items; ///< of a list
    std::vector<Member> members; ///< of a map, in order
    int line = 0;                ///< 1-based; 0 for what is not in the file
    const YamlNode* find(std::string_view key) const;
};

struct YamlNode::Member {
    std::string key;
    YamlNode value;
};

/// The only document of a text; Null for an empty one. Corrupt: "line N: ..." - not YAML, several documents, a key that
/// is there twice or is no word, or more than 100,000 nodes.
Result<YamlNode> parseYaml(std::string_view text);

} // namespace sw::io
