#pragma once

#include "core/plan/stagegraph.h"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Arguments that exist without an ARG line (dockerfile-semantics 2.5).
namespace sw::plan {

/// TARGETPLATFORM, BUILDARCH, TARGETSTAGE and so on. A build argument of the same name overrides.
std::map<std::string, std::string> platformArguments(const Inputs& inputs);

/// http_proxy and friends in both cases: set for RUN without ARG, kept out of keys and history.
bool isProxyArgument(std::string_view name);

/// BUILDKIT_SBOM_SCAN_CONTEXT and _STAGE: for the builder alone, no environment of a step.
bool isScanArgument(std::string_view name);

/// What the proxy arguments among the build arguments put into the environment of RUN: each in both cases
/// (BuildKit solver/llbsolver/ops/exec.go, proxyEnvList).
std::vector<std::pair<std::string, std::string>> proxyArguments(const Inputs& inputs);

/// Name of a named context as BuildKit compares it: familiar form of the reference without ":latest".
std::string normaliseContextName(std::string_view name);

/// SRC of the named context that replaces `name`, nullptr when there is none. `name::os/arch` comes first.
const std::string* namedContext(const Inputs& inputs, std::string_view name, const oci::Platform& platform);

/// The key under which that stands in Inputs::namedContexts ("" = there is none): it names the context of an operation.
std::string namedContextKey(const Inputs& inputs, std::string_view name, const oci::Platform& platform);

} // namespace sw::plan
