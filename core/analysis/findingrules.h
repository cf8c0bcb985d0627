#pragma once

#include "core/analysis/filetree.h"
#include "core/analysis/findings.h"
#include "core/analysis/nodepaths.h"

/// How the rules of findings are made: each looks at the files of the final tree, or at all that layers store.
namespace sw::analysis {

struct FindingContext {
    const FindingInput& input;
    const FileTree& tree; ///< the final one

    const StageLayer* layerOf(FileTree::Id id) const; ///< nullptr: of none
    std::string head(std::size_t layer, const oci::LayerEntry& file, std::size_t limit) const {
        return input.head ? input.head(layer, file, limit) : std::string();
    }
};

using RuleCheck = void (*)(const FindingContext& context, std::vector<Finding>& out);
struct RuleEntry {
    FindingRule rule;
    RuleCheck check;
};
const std::vector<RuleEntry>& ruleTable();

/// findingrules.cpp: what takes room
void checkPackageCaches(const FindingContext& context, std::vector<Finding>& out);
void checkBuildTools(const FindingContext& context, std::vector<Finding>& out);
void checkVersionControl(const FindingContext& context, std::vector<Finding>& out);
void checkNodeModules(const FindingContext& context, std::vector<Finding>& out);
void checkStoredTwice(const FindingContext& context, std::vector<Finding>& out);
void checkRunTimeBallast(const FindingContext& context, std::vector<Finding>& out);
/// securityrules.cpp: what should not be there
void checkSecrets(const FindingContext& context, std::vector<Finding>& out);
void checkPrivateKeys(const FindingContext& context, std::vector<Finding>& out);
void checkSetuid(const FindingContext& context, std::vector<Finding>& out);
void checkWorldWritable(const FindingContext& context, std::vector<Finding>& out);

} // namespace sw::analysis
