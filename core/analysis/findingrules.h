#pragma once

#include "core/analysis/filetree.h"
#include "core/analysis/findings.h"
#include "core/analysis/nodepaths.h"

/// How the rules of findings are made: each looks at the files of the final tree, or at all that layers store.
namespace sw::analysis {

struct FindingContext {
    const FindingInput& input;
    const FileTree& tree; ///< the final one

    std::string head(std::size_t layer, const oci::LayerEntry& file, std::size_t limit) const {
        return input.head ? input.head(layer, file, limit) : std::string();
    }
    /// Of a node with all that is below; its layer is the one that brought most of these bytes. Without advice yet.
    Finding findingAt(FileTree::Id id, Sentence message) const;
    /// The layer that brought a file as it is: chmod -R and the like store it again without making it.
    std::uint32_t originOf(const std::string& path, std::uint32_t layer, oci::EntryRef content) const;
    /// How the layer of a finding was made: what is to be done about it depends on that.
    Making makingOf(const Finding& finding) const;
    bool ofBase(const Finding& finding) const { return makingOf(finding) == Making::Base; }
};

using RuleCheck = void (*)(const FindingContext& context, std::vector<Finding>& out);
struct RuleEntry {
    FindingRule rule;
    RuleCheck check;
};
const std::vector<RuleEntry>& ruleTable();

/// cacherules.cpp
void checkPackageCaches(const FindingContext& context, std::vector<Finding>& out);
/// Whose cache a folder is by its clean path ("apt"); nullopt: it is none.
std::optional<std::string_view> cacheOf(std::string_view directory);
/// findingrules.cpp: what takes room
void checkBuildTools(const FindingContext& context, std::vector<Finding>& out);
void checkVersionControl(const FindingContext& context, std::vector<Finding>& out);
void checkNodeModules(const FindingContext& context, std::vector<Finding>& out);
void checkStoredTwice(const FindingContext& context, std::vector<Finding>& out);
void checkRunTimeBallast(const FindingContext& context, std::vector<Finding>& out);
/// secretrules.cpp: what nobody may read
void checkSecrets(const FindingContext& context, std::vector<Finding>& out);
void checkPrivateKeys(const FindingContext& context, std::vector<Finding>& out);
/// securityrules.cpp: rights that are too many
void checkSetuid(const FindingContext& context, std::vector<Finding>& out);
void checkWorldWritable(const FindingContext& context, std::vector<Finding>& out);

} // namespace sw::analysis
