#include "core/plan/arguments.h"

#include <algorithm>
#include <cctype>

namespace sw::plan {

namespace {

constexpr std::array<std::string_view, 5> kProxies = {"http_proxy", "https_proxy", "ftp_proxy", "no_proxy",
                                                      "all_proxy"};

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

void addPlatform(std::map<std::string, std::string>& arguments, const std::string& prefix,
                 const oci::Platform& platform) {
    arguments[prefix + "PLATFORM"] = platform.text();
    arguments[prefix + "OS"] = platform.os;
    arguments[prefix + "OSVERSION"] = platform.osVersion;
    arguments[prefix + "ARCH"] = platform.architecture;
    arguments[prefix + "VARIANT"] = platform.variant;
}

} // namespace

std::map<std::string, std::string> platformArguments(const Inputs& inputs) {
    std::map<std::string, std::string> arguments;
    addPlatform(arguments, "TARGET", inputs.targetPlatform);
    addPlatform(arguments, "BUILD", inputs.buildPlatform);
    arguments["TARGETSTAGE"] = inputs.target.empty() ? "default" : inputs.target;
    for (auto& [name, value] : arguments) {
        if (const auto given = inputs.buildArgs.find(name); given != inputs.buildArgs.end()) {
            value = given->second;
        }
    }
    return arguments;
}

bool isProxyArgument(std::string_view name) {
    return std::ranges::any_of(kProxies, [&](std::string_view proxy) { return name == proxy || name == upper(proxy); });
}

bool isScanArgument(std::string_view name) {
    return name == "BUILDKIT_SBOM_SCAN_CONTEXT" || name == "BUILDKIT_SBOM_SCAN_STAGE";
}

std::vector<std::pair<std::string, std::string>> proxyArguments(const Inputs& inputs) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const std::string_view proxy : kProxies) {
        for (const auto& [name, value] : inputs.buildArgs) {
            if (lower(name) == proxy && !value.empty()) {
                out.emplace_back(upper(proxy), value);
                out.emplace_back(std::string(proxy), value);
                break;
            }
        }
    }
    return out;
}

std::string normaliseContextName(std::string_view name) {
    const Result<oci::Reference> reference = oci::Reference::parse(lower(name));
    if (!reference) {
        return lower(name);
    }
    std::string familiar = reference->familiar();
    constexpr std::string_view latest = ":latest";
    if (familiar.ends_with(latest)) {
        familiar.resize(familiar.size() - latest.size());
    }
    return familiar;
}

namespace {

using Contexts = std::map<std::string, std::string>;

Contexts::const_iterator findContext(const Contexts& contexts, std::string_view name, const oci::Platform& platform) {
    if (contexts.empty()) {
        return contexts.end();
    }
    const std::string wanted = normaliseContextName(name);
    const std::string withPlatform = wanted + "::" + platform.text();
    auto plain = contexts.end();
    for (auto it = contexts.begin(); it != contexts.end(); ++it) {
        if (it->first == withPlatform) {
            return it;
        }
        if (normaliseContextName(it->first) == wanted) {
            plain = it;
        }
    }
    return plain;
}

} // namespace

const std::string* namedContext(const Inputs& inputs, std::string_view name, const oci::Platform& platform) {
    const auto found = findContext(inputs.namedContexts, name, platform);
    return found == inputs.namedContexts.end() ? nullptr : &found->second;
}

std::string namedContextKey(const Inputs& inputs, std::string_view name, const oci::Platform& platform) {
    const auto found = findContext(inputs.namedContexts, name, platform);
    return found == inputs.namedContexts.end() ? std::string() : found->first;
}

} // namespace sw::plan
