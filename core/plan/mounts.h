#pragma once

#include "core/plan/buildplan.h"
#include "core/plan/stagestate.h"

#include <functional>

/// Values of RUN --mount after expansion, and the key parts of mounts and copies.
namespace sw::plan {

using Expand = std::function<std::optional<std::string>(std::string_view)>;

/// Defaults by type (dockerfile-semantics 2.7). `from` is left to the caller. Nothing when an expansion failed (it has been
/// reported); an Invalid error when a value is wrong after expansion.
Result<std::optional<RunMount>> resolveMount(const dockerfile::Mount& mount, const StageState& state, const Expand& expand,
                                             const Inputs& inputs);

/// "64m", "1.5g", "1024": bytes, units by 1024.
std::optional<std::uint64_t> parseMemorySize(std::string_view text);

/// What enters the key of a RUN for one mount: no id or sharing of caches, no content, no secret.
std::string mountText(const RunMount& mount);

std::vector<KeyPart> copyDefinition(const CopyOp& op);

/// "<<EOF", "0<<-'EOF'": the whole text is one heredoc marker (2.2).
bool isHeredocWord(std::string_view text);

/// What the plan asks the resolver for: the name of an image, or where a named context has it; empty for what is no image.
std::string imageReference(const Inputs& inputs, const External& external);

/// A named context that is files (a local folder, a git repository, a file behind a URL) and no image or stage.
bool isFilesSource(std::string_view source);
bool isLocalContext(const Inputs& inputs, const External& external);

} // namespace sw::plan
