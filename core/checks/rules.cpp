#include "core/checks/checks.h"

#include <algorithm>
#include <array>

namespace sw::checks {

namespace {

constexpr std::array kRules = {
    Rule{"ConsistentInstructionCasing",
         sayLater("All commands within the Dockerfile should use the same casing (either upper or lower)")},
    Rule{"CopyIgnoredFile", sayLater("Attempting to Copy file that is excluded by .dockerignore")},
    Rule{"DuplicateStageName", sayLater("Stage names should be unique")},
    Rule{"ExposeInvalidFormat",
         sayLater("IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a "
         "future release")},
    Rule{"ExposeProtoCasing", sayLater("Protocol in EXPOSE instruction should be lowercase")},
    Rule{"FromAsCasing", sayLater("The 'as' keyword should match the case of the 'from' keyword")},
    Rule{"FromPlatformFlagConstDisallowed", sayLater("FROM --platform flag should not use a constant value")},
    Rule{"InvalidBaseImagePlatform", sayLater("Base image platform does not match expected target platform")},
    Rule{"InvalidDefaultArgInFrom", sayLater("Default value for global ARG results in an empty or invalid base image name")},
    Rule{"InvalidDefinitionDescription",
         sayLater("Comment for build stage or argument should follow the format: `# <arg/stage name> <description>`. If this is "
         "not intended to be a description comment, add an empty line or comment between the instruction and the "
         "comment."),
         true},
    Rule{"JSONArgsRecommended",
         sayLater("JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals")},
    Rule{"LegacyKeyValueFormat", sayLater("Legacy key/value format with whitespace separator should not be used")},
    Rule{"MaintainerDeprecated",
         sayLater("The MAINTAINER instruction is deprecated, use a label instead to define an image author")},
    Rule{"MultipleInstructionsDisallowed",
         sayLater("Multiple instructions of the same type should not be used in the same stage")},
    Rule{"NoEmptyContinuation", sayLater("Empty continuation lines will become errors in a future release")},
    Rule{"RedundantTargetPlatform",
         sayLater("Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior")},
    Rule{"ReservedStageName", sayLater("Reserved words should not be used as stage names")},
    Rule{"SecretsUsedInArgOrEnv", sayLater("Sensitive data should not be used in the ARG or ENV commands")},
    Rule{"StageNameCasing", sayLater("Stage names should be lowercase")},
    Rule{"UndefinedArgInFrom", sayLater("FROM command must use declared ARGs")},
    Rule{"UndefinedVar", sayLater("Variables should be defined before their use")},
    Rule{"WorkdirRelativePath",
         sayLater("Relative workdir without an absolute workdir declared within the build can have unexpected results if the "
         "base image changes")},
};

} // namespace

std::span<const Rule> rules() { return kRules; }

const Rule* findRule(std::string_view name) {
    const auto* found = std::ranges::find(kRules, name, &Rule::name);
    return found == kRules.end() ? nullptr : found;
}

} // namespace sw::checks
