#include "core/store/skopeo.h"

#include "core/base/ascii.h"
#include "core/io/subprocess.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <initializer_list>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

bool hasPolicy() {
    std::error_code error;
    const char* home = std::getenv("HOME");
    return fs::exists("/etc/containers/policy.json", error) ||
           (home != nullptr && fs::exists(fs::path(home) / ".config/containers/policy.json", error));
}

/// What follows msg=" in the last line of logrus output, unescaped; else the last line.
std::string messageOf(std::string_view errors) {
    while (!errors.empty() && (errors.back() == '\n' || errors.back() == ' ')) {
        errors.remove_suffix(1);
    }
    const std::size_t line = errors.rfind('\n');
    std::string_view last = line == std::string_view::npos ? errors : errors.substr(line + 1);
    const std::size_t begin = last.find("msg=\"");
    if (begin == std::string_view::npos) {
        return std::string(last);
    }
    std::string out;
    for (std::size_t i = begin + 5; i < last.size() && last[i] != '"'; ++i) {
        i += last[i] == '\\' && i + 1 < last.size() ? 1U : 0U;
        out += last[i];
    }
    return out;
}

enum class Trouble { Missing, NoPlatform, Login, TooMany, Tls, PlainHttp, Unreachable, Disk, NoDaemon, Policy, Other };

Trouble classify(const std::string& message) {
    struct Pattern {
        Trouble trouble;
        std::string_view text;
    };
    constexpr std::array patterns = {
        Pattern{Trouble::Disk, "no space left"},
        Pattern{Trouble::NoDaemon, "docker daemon"},
        Pattern{Trouble::NoDaemon, "docker.sock"},
        Pattern{Trouble::TooMany, "toomanyrequests"},
        Pattern{Trouble::TooMany, "too many requests"},
        Pattern{Trouble::PlainHttp, "http response to https client"},
        Pattern{Trouble::Tls, "x509"},
        Pattern{Trouble::Tls, "certificate"},
        Pattern{Trouble::Tls, "tls: "},
        Pattern{Trouble::NoPlatform, "no image found in"},
        Pattern{Trouble::NoPlatform, "choosing image instance"},
        Pattern{Trouble::Policy, "rejected by policy"},
        Pattern{Trouble::Policy, "signature"},
        Pattern{Trouble::Unreachable, "no such host"},
        Pattern{Trouble::Unreachable, "name resolution"},
        Pattern{Trouble::Unreachable, "server misbehaving"},
        Pattern{Trouble::Unreachable, "connection refused"},
        Pattern{Trouble::Unreachable, "connection reset"},
        Pattern{Trouble::Unreachable, "unreachable"},
        Pattern{Trouble::Unreachable, "timeout"},
        Pattern{Trouble::Unreachable, "deadline exceeded"},
        Pattern{Trouble::Unreachable, "dial tcp"},
        Pattern{Trouble::Unreachable, "bad gateway"},
        Pattern{Trouble::Unreachable, "service unavailable"},
        Pattern{Trouble::Unreachable, "proxyconnect"},
        Pattern{Trouble::Login, "unauthorized"},
        Pattern{Trouble::Login, "authentication required"},
        Pattern{Trouble::Login, "denied"},
        Pattern{Trouble::Login, "invalid username/password"},
        Pattern{Trouble::Login, "forbidden"},
        Pattern{Trouble::Missing, "manifest unknown"},
        Pattern{Trouble::Missing, "name unknown"},
        Pattern{Trouble::Missing, "not found"},
        Pattern{Trouble::Missing, "no such image"},
        Pattern{Trouble::Missing, "reference does not exist"},
        Pattern{Trouble::Missing, "404"},
    };
    const std::string text = lowerCase(message);
    const auto found = std::ranges::find_if(patterns, [&](const Pattern& p) { return text.find(p.text) != std::string::npos; });
    return found == patterns.end() ? Trouble::Other : found->trouble;
}

Sentence beginning(TransferVerb verb, const std::string& subject) {
    switch (verb) {
    case TransferVerb::Pull: return say("Cannot pull '%1'", subject);
    case TransferVerb::Push: return say("Cannot push to '%1'", subject);
    case TransferVerb::LoadFromDocker: return say("Cannot take '%1' from the Docker daemon", subject);
    case TransferVerb::LoadIntoDocker: return say("Cannot load '%1' into Docker", subject);
    }
    return subject;
}

/// The innermost cause of a chain like "pinging …: Get …: dial tcp: lookup …: no such host".
std::string innermost(std::string_view message) {
    while (message.ends_with(')') || message.ends_with(']') || message.ends_with(' ')) {
        message.remove_suffix(1);
    }
    const std::size_t colon = message.rfind(": ");
    return std::string(colon == std::string_view::npos ? message : message.substr(colon + 2));
}

/// "registry cannot be reached (why), and its mirror 127.0.0.1:5000 has no such image; check …": with what a configured
/// mirror said before the registry was asked.
Sentence unreachable(const std::string& registry, std::string_view message) {
    const std::string why = innermost(message);
    constexpr std::string_view mark = "Mirrors also failed: [";
    const std::size_t at = message.find(mark);
    if (at == std::string_view::npos) {
        return say("%1 cannot be reached (%2); check the spelling, the network and proxy settings, or use an image that is "
                   "already in the store", registry, why);
    }
    const std::string_view rest = message.substr(at + mark.size());
    const std::string mirror(rest.substr(0, rest.find('/')));
    const bool missing = rest.find("manifest unknown") != std::string_view::npos || rest.find("name unknown") != std::string_view::npos;
    return missing ? say("%1 cannot be reached (%2), and its mirror %3 has no such image; check the spelling, the network and proxy "
                         "settings, or use an image that is already in the store", registry, why, mirror)
                   : say("%1 cannot be reached (%2), and its mirror %3 did not give it either; check the spelling, the network and "
                         "proxy settings, or use an image that is already in the store", registry, why, mirror);
}

} // namespace

Error explainSkopeo(TransferVerb verb, std::string_view subject, std::string_view errors) {
    const std::string message = messageOf(errors);
    const std::string name(subject);
    const auto reference = oci::Reference::parse(subject);
    const std::string registry = reference ? reference->registry : name;
    const auto make = [&](ErrorCode code, const Sentence& why) { return Error{code, say("%1: %2", beginning(verb, name), why), {}}; };
    switch (classify(message)) {
    case Trouble::Missing:
        return make(ErrorCode::NotFound, verb == TransferVerb::LoadFromDocker
                                             ? say("Docker has no such image; 'docker images' lists what it has")
                                             : say("%1 has no such image or tag; check the spelling", registry));
    case Trouble::NoPlatform:
        return make(ErrorCode::NotFound, say("there is no variant for this platform; choose another one with --platform"));
    case Trouble::Login:
        return make(ErrorCode::Permission, say("%1 refused: the image does not exist or needs a login; check the name, or run 'skopeo login %1'", registry));
    case Trouble::TooMany:
        return make(ErrorCode::Network, say("%1 refused because of too many requests; log in with 'skopeo login %1', or wait and try again", registry));
    case Trouble::PlainHttp:
        return make(ErrorCode::Network, say("%1 does not speak HTTPS; mark it 'insecure = true' in registries.conf if it is meant to", registry));
    case Trouble::Tls:
        return make(ErrorCode::Network, say("the certificate of %1 is not trusted (%2); add its CA to the system's certificates or to /etc/containers/certs.d", registry, message));
    case Trouble::Unreachable:
        return make(ErrorCode::Network, unreachable(registry, message));
    case Trouble::Disk: return make(ErrorCode::Io, say("the disk is full; free some space, for example with 'stw store prune'"));
    case Trouble::NoDaemon:
        return make(ErrorCode::Network, say("the Docker daemon does not answer; start it, or set DOCKER_HOST to where it listens (%1)", message));
    case Trouble::Policy:
        return make(ErrorCode::Permission, say("the signature policy of this machine refuses it (%1); see containers-policy.json(5)", message));
    case Trouble::Other: break;
    }
    return make(ErrorCode::Network, message.empty() ? say("skopeo failed without saying why") : Sentence(message));
}

std::string dockerHost() {
    const char* host = std::getenv("DOCKER_HOST");
    return host != nullptr ? host : "";
}

Result<std::string> runSkopeo(const SkopeoCall& call, std::stop_token stop) {
    io::ProcessSpec spec;
    spec.args = {"skopeo"};
    if (!hasPolicy()) {
        spec.args.emplace_back("--insecure-policy"); // as an engine without the file does; where it exists, it holds
    }
    // Podman and Buildah read this variable themselves; skopeo wants to be told.
    if (const char* registries = std::getenv("CONTAINERS_REGISTRIES_CONF"); registries != nullptr && *registries != '\0') {
        spec.args.insert(spec.args.end(), {"--registries-conf", registries});
    }
    if (call.platform) {
        spec.args.insert(spec.args.end(), {"--override-os", call.platform->os, "--override-arch", call.platform->architecture});
        if (!call.platform->variant.empty()) {
            spec.args.insert(spec.args.end(), {"--override-variant", call.platform->variant});
        }
    }
    spec.args.insert(spec.args.end(), call.args.begin(), call.args.end());
    spec.onTick = call.onTick;
    auto result = io::runProcess(spec, std::move(stop));
    if (!result) {
        if (result.error().code == ErrorCode::NotFound) {
            return failure(ErrorCode::Unsupported, say("%1: the program 'skopeo' is needed and is not installed; install the package skopeo", beginning(call.verb, call.subject)));
        }
        return failure(std::move(result.error()));
    }
    if (result->exitCode != 0) {
        return failure(explainSkopeo(call.verb, call.subject, result->errors));
    }
    return std::move(result->output);
}

} // namespace sw::store
