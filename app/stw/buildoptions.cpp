#include "app/stw/buildoptions.h"

#include "app/stw/outputoptions.h"
#include "app/stw/planoptions.h"
#include "core/build/epoch.h"
#include "core/build/remotecontext.h"
#include "core/build/runner.h"
#include "core/plan/arguments.h"
#include "core/plan/mounts.h"

#include <CLI/CLI.hpp>

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace sw::app {

namespace {

namespace fs = std::filesystem;

Failure usage(std::string message) { return failure(ErrorCode::Invalid, std::move(message)); }

std::vector<std::string> splitCommas(const std::string& text) {
    std::vector<std::string> parts;
    std::string part;
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            parts.push_back(std::exchange(part, {}));
        } else {
            part += c;
        }
    }
    parts.push_back(part);
    return parts;
}

std::pair<std::string, std::optional<std::string>> splitPair(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
        return {text, std::nullopt};
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

Result<std::map<std::string, std::string>> attributes(const std::string& text, const std::string& option) {
    std::map<std::string, std::string> out;
    for (const std::string& part : splitCommas(text)) {
        const auto [key, value] = splitPair(part);
        if (!value) {
            return usage(option + " " + text + ": '" + part + "' is not KEY=VALUE");
        }
        out[key] = *value;
    }
    return out;
}

Result<build::Secret> parseSecret(const std::string& text) {
    SW_TRY(auto values, attributes(text, "--secret"));
    build::Secret secret;
    secret.id = values["id"];
    if (secret.id.empty()) {
        return usage("--secret " + text + " has no id=");
    }
    const std::string type = values["type"];
    const std::string source = !values["src"].empty() ? values["src"] : values["source"];
    secret.environment = values["env"];
    if (type == "env" && secret.environment.empty()) {
        secret.environment = source.empty() ? secret.id : source;
    } else if (secret.environment.empty()) {
        if (source.empty() && std::getenv(secret.id.c_str()) != nullptr) {
            secret.environment = secret.id;
        } else {
            secret.file = source.empty() ? secret.id : source;
        }
    }
    SW_TRY(const std::string value, build::readSecret(secret)); // fail before the build starts
    (void)value;
    return secret;
}

/// ID: the agent of SSH_AUTH_SOCK; ID=SOCKET: another one; ID=FILE,..: an agent for these keys.
Result<std::pair<std::string, std::string>> parseSsh(const std::string& text, const ContextStore& contexts, const std::stop_token& stop) {
    const auto [id, given] = splitPair(text);
    if (!given || given->empty()) {
        const char* agent = std::getenv("SSH_AUTH_SOCK");
        if (agent == nullptr || *agent == '\0') {
            return usage("--ssh " + text + " needs a running ssh agent: SSH_AUTH_SOCK is not set");
        }
        return std::pair(id, std::string(agent));
    }
    std::vector<fs::path> keys;
    const std::vector<std::string> paths = splitCommas(*given);
    for (const std::string& path : paths) {
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (status.type() == fs::file_type::socket) {
            if (paths.size() > 1) {
                return usage("--ssh " + text + ": give the socket of one agent, or files with keys");
            }
            return std::pair(id, path);
        }
        if (status.type() != fs::file_type::regular) {
            return usage("--ssh " + text + ": there is no socket and no key file '" + path + "'");
        }
        keys.push_back(path);
    }
    if (contexts.agents == nullptr) {
        return std::pair(id, std::string());
    }
    SW_TRY(auto agent, withContext(build::SshAgent::start(keys, stop), "in --ssh " + text));
    contexts.agents->push_back(agent);
    return std::pair(id, agent->socket());
}

/// Time of the last commit of the context, 0 when it has none.
std::int64_t commitTime(const fs::path& context) {
    std::string command = "git -C '";
    for (const char c : context.string()) {
        command += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    command += "' log -1 --format=%ct 2>/dev/null";
    FILE* pipe = ::popen(command.c_str(), "r");
    char text[64] = {};
    if (pipe != nullptr) {
        if (std::fgets(text, sizeof text, pipe) == nullptr) {
            text[0] = '\0';
        }
        ::pclose(pipe);
    }
    return std::strtoll(text, nullptr, 10);
}

Result<void> readEpochOptions(const BuildOptions& options, build::BuildRequest& request, const ContextStore& contexts, std::stop_token stop) {
    build::EpochSources sources;
    sources.context = build::isContextAddress(options.context) ? options.context : std::string();
    sources.open = contexts.open;
    sources.offline = contexts.offline;
    sources.stop = std::move(stop);
    SW_CHECK(build::readEpoch(request, sources));
    if (options.reproducible && !request.sourceDateEpoch) {
        request.sourceDateEpoch = commitTime(request.context);
    }
    return {};
}

/// --platform, several times or with commas; without one DOCKER_DEFAULT_PLATFORM, as for docker. "local" is this machine.
Result<void> readPlatforms(const BuildOptions& options, build::BuildRequest& request) {
    std::vector<std::string> lists = options.platforms;
    if (const char* usual = std::getenv("DOCKER_DEFAULT_PLATFORM"); lists.empty() && usual != nullptr && *usual != '\0') {
        lists.emplace_back(usual);
    }
    for (const std::string& list : lists) {
        for (const std::string& text : splitCommas(list)) {
            SW_TRY(const oci::Platform platform, text == "local" ? Result<oci::Platform>(oci::Platform::host())
                                                                 : withContext(oci::Platform::parse(text), "in --platform " + list));
            if (std::ranges::find(request.platforms, platform) == request.platforms.end()) {
                request.platforms.push_back(platform);
            }
        }
    }
    if (!request.platforms.empty()) {
        request.inputs.targetPlatform = request.platforms.front();
    }
    return {};
}

Result<void> readInputs(const BuildOptions& options, plan::Inputs& inputs) {
    inputs.target = options.target;
    inputs.buildArgs = readBuildArguments(options.buildArgs);
    for (const std::string& context : options.buildContexts) {
        auto [name, source] = splitPair(context);
        if (!source || source->empty() || name.empty()) {
            return usage("--build-context " + context + " is not NAME=SOURCE");
        }
        std::error_code error;
        const bool known = source->starts_with("docker-image://") || source->starts_with("oci-layout://") || source->starts_with("target:");
        const bool remote = known || build::isContextAddress(*source);
        if (!remote && !fs::is_directory(*source, error)) {
            return usage("--build-context " + context + ": " + *source + " is not a directory, and no docker-image://, oci-layout://, git or http address");
        }
        inputs.namedContexts[plan::normaliseContextName(name)] = remote ? *source : fs::absolute(*source).lexically_normal().string();
    }
    for (const std::string& label : options.labels) {
        auto [name, value] = splitPair(label);
        inputs.labels[name] = value.value_or("");
    }
    return {};
}

/// An address as it stands in /etc/hosts; brackets around one of version 6 are for the option only.
Result<std::string> hostAddress(std::string address, const std::string& option) {
    if (address.starts_with('[') && address.ends_with(']')) {
        address = address.substr(1, address.size() - 2);
    }
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    if (::inet_pton(AF_INET, address.c_str(), bytes.data()) != 1 && ::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) {
        return usage("--add-host " + option + ": '" + address + "' is not an IP address");
    }
    return address;
}

/// NAME=SOFT[:HARD], -1 for unlimited (docker/go-units ulimit.go).
Result<plan::Ulimit> parseUlimit(const std::string& text) {
    static constexpr std::array<std::string_view, 15> kNames = {"core",   "cpu",   "data", "fsize", "locks",  "memlock",    "msgqueue", "nice",
                                                                "nofile", "nproc", "rss",  "rtprio", "rttime", "sigpending", "stack"};
    const auto [name, values] = splitPair(text);
    if (!values || std::ranges::find(kNames, name) == kNames.end()) {
        return usage("--ulimit " + text + " is not NAME=SOFT[:HARD] with a name such as nofile or nproc");
    }
    const auto number = [](std::string_view value) -> std::optional<std::int64_t> {
        std::int64_t out = 0;
        const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), out);
        return code == std::errc() && end == value.data() + value.size() && out >= -1 ? std::optional(out) : std::nullopt;
    };
    const std::size_t colon = values->find(':');
    const auto soft = number(std::string_view(*values).substr(0, colon));
    const auto hard = colon == std::string::npos ? soft : number(std::string_view(*values).substr(colon + 1));
    if (!soft || !hard) {
        return usage("--ulimit " + text + ": the limits are whole numbers, -1 for unlimited");
    }
    if (*hard != -1 && (*soft > *hard || *soft == -1)) {
        return usage("--ulimit " + text + ": the soft limit is above the hard one");
    }
    return plan::Ulimit{name, *soft, *hard};
}

Result<void> readRunOptions(const BuildOptions& options, build::BuildRequest& request, const ContextStore& contexts, const std::stop_token& stop) {
    for (const std::string& secret : options.secrets) {
        SW_TRY(build::Secret parsed, parseSecret(secret));
        request.secrets.push_back(std::move(parsed));
    }
    for (const std::string& ssh : options.ssh) {
        SW_TRY(auto parsed, parseSsh(ssh, contexts, stop));
        request.ssh.push_back(std::move(parsed));
    }
    for (const std::string& host : options.addHosts) {
        const std::size_t at = host.find_first_of("=:");
        if (at == std::string::npos || at + 1 == host.size()) {
            return usage("--add-host " + host + " is not NAME:ADDRESS");
        }
        SW_TRY(const std::string address, hostAddress(host.substr(at + 1), host));
        request.inputs.run.hosts.emplace_back(host.substr(0, at), address);
    }
    for (const std::string& allow : options.allow) {
        if (allow != "network.host" && allow != "security.insecure") {
            return usage("--allow " + allow + " is not known: use network.host or security.insecure");
        }
        request.entitlements.push_back(allow);
    }
    request.inputs.run.network = options.network;
    for (const std::string& limit : options.ulimits) {
        SW_TRY(plan::Ulimit parsed, parseUlimit(limit));
        request.inputs.run.ulimits.push_back(std::move(parsed));
    }
    if (!options.shmSize.empty()) {
        const std::optional<std::uint64_t> size = plan::parseMemorySize(options.shmSize);
        if (!size) {
            return usage("--shm-size " + options.shmSize + " is not a size such as 128m");
        }
        request.inputs.run.shmSize = *size;
    }
    if (options.hostCa) {
        SW_TRY(request.hostCa, build::findHostCa());
    }
    return {};
}

Result<std::string> readDockerfile(const fs::path& file) {
    std::error_code error;
    if (fs::is_directory(file, error)) {
        return usage(file.string() + " is a directory, not a Dockerfile");
    }
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) {
        return usage("there is no Dockerfile at " + file.string() + ": name one with -f");
    }
    return text.str();
}

} // namespace

fs::path dockerfileOf(const BuildOptions& options) { return findDockerfile(options.context, options.file); }

void addBuildOptions(CLI::App& command, BuildOptions& o, bool full) {
    command.add_option("CONTEXT", o.context, "Directory whose files can be copied (default: .), a git or http address, or - for standard input");
    command.add_option("-f,--file", o.file, "The Dockerfile (default: CONTEXT/Dockerfile)")->option_text("FILE");
    command.add_option("--target", o.target, "The stage that is wanted (default: the last)")->option_text("STAGE");
    const auto list = [&](const char* name, std::vector<std::string>& value, const char* help, const char* text) {
        command.add_option(name, value, help)->option_text(text)->allow_extra_args(false);
    };
    list("--build-arg", o.buildArgs, "Value of an ARG; without =V that of the environment", "K[=V]");
    list("--build-context", o.buildContexts, "Named context: a directory, docker-image://REF, oci-layout://DIR, a git or http address, or target:STAGE", "NAME=SRC");
    list("--label", o.labels, "Label of the image", "K=V");
    list("--platform", o.platforms, "os/architecture to build for; several make an index", "PLATFORM,..");
    command.add_flag("--no-cache", o.noCache, "Run every step");
    list("--no-cache-filter", o.noCacheFilter, "Run every step of this stage", "STAGE");
    list("--cache-from", o.cacheFrom, "Build cache to begin with: a reference, or type=registry,ref=.. or type=local,src=FOLDER", "PLACE");
    list("--cache-to", o.cacheTo, "Where to leave the build cache: a reference, or type=registry,ref=.. or type=local,dest=FOLDER", "PLACE");
    list("--secret", o.secrets, "Secret for RUN --mount=type=secret", "id=ID,src=FILE|env=NAME");
    list("--ssh", o.ssh, "Agent, or files with private keys, for RUN --mount=type=ssh", "ID[=SOCKET|FILE,..]");
    command.add_option("--network", o.network, "Network of RUN")->check(CLI::IsMember({"default", "host", "none"}));
    list("--allow", o.allow, "Entitlement for RUN --network=host or --security=insecure", "NAME");
    list("--add-host", o.addHosts, "Line for /etc/hosts in RUN", "NAME:ADDRESS");
    command.add_option("--shm-size", o.shmSize, "Size of /dev/shm in RUN (default: 64m)")->option_text("SIZE");
    list("--ulimit", o.ulimits, "Resource limit of RUN, such as nofile=1024:2048", "NAME=SOFT[:HARD]");
    command.add_option("--cgroup-parent", o.cgroupParent, "Accepted and without effect: RUN has no control group of its own")->option_text("GROUP");
    command.add_flag("--host-ca", o.hostCa, "Lend this computer's CA certificates to RUN; nothing of them reaches the image");
    if (!full) {
        return;
    }
    command.add_flag("--pull", o.pull, "Ask the registry for newer base images");
    list("-t,--tag", o.tags, "Name for the image in the store", "NAME");
    command.add_flag("--reproducible", o.reproducible, "No time later than the context's last commit (SOURCE_DATE_EPOCH decides if set)");
    addOutputOptions(command, o);
    command.add_option("--progress", o.progress, "How the build is shown")
        ->check(CLI::IsMember({"auto", "tty", "plain", "rawjson", "quiet"}));
    command.add_option("--report", o.report, "Write what was built and why as JSON")->option_text("FILE");
    command.add_option("--iidfile", o.iidFile, "Write the image's digest")->option_text("FILE");
    command.add_option("--metadata-file", o.metadataFile, "Write the build's result as buildx does")->option_text("FILE");
    command.add_option("--jobs", o.jobs, "Steps at once (default: one per core, at least 4)")->option_text("N");
}

namespace {

Result<void> readLocalContext(const BuildOptions& options, build::BuildRequest& request) {
    std::error_code error;
    if (!fs::is_directory(options.context, error)) {
        return usage("the context " + options.context + " is not a directory");
    }
    request.context = options.context;
    request.dockerfile = dockerfileOf(options);
    if (options.file == "-") {
        request.dockerfile = fs::path(options.context) / "Dockerfile (stdin)";
        SW_TRY(request.text, readInput("-"));
    } else {
        SW_TRY(request.text, readDockerfile(request.dockerfile));
    }
    return {};
}

/// CONTEXT is an address, or "-": an archive or a Dockerfile on standard input.
Result<void> readRemoteContext(const BuildOptions& options, build::BuildRequest& request, const ContextStore& contexts, std::stop_token stop) {
    if (!contexts.open) {
        return usage("only a directory can be looked at here, and the context is " + options.context);
    }
    build::ContextAddress address;
    address.file = options.file == "-" ? "" : options.file;
    if (options.context == "-") {
        if (options.file == "-") {
            return usage("standard input cannot be both the context and the Dockerfile");
        }
        address.input = STDIN_FILENO;
    } else {
        address.source = options.context;
        if (options.file == "-") {
            SW_TRY(address.text, readInput("-"));
        }
    }
    const auto keep = request.inputs.buildArgs.find("BUILDKIT_CONTEXT_KEEP_GIT_DIR");
    address.keepGitDir = keep != request.inputs.buildArgs.end() && (keep->second == "1" || keep->second == "true");
    address.secrets = request.secrets;
    address.ssh = request.ssh;
    address.offline = contexts.offline;
    SW_TRY(const std::shared_ptr<store::Store> store, contexts.open());
    SW_TRY(build::OpenedContext opened, build::openRemoteContext(store, address, std::move(stop)));
    request.remoteContext = std::move(opened.context);
    request.dockerfile = opened.dockerfile;
    request.text = std::move(opened.text);
    return {};
}

} // namespace

Result<build::BuildRequest> makeRequest(const BuildOptions& options, const ContextStore& contexts, std::stop_token stop) {
    build::BuildRequest request;
    SW_CHECK(readInputs(options, request.inputs));
    SW_CHECK(readPlatforms(options, request));
    SW_CHECK(readRunOptions(options, request, contexts, stop));
    if (options.context == "-" || build::isContextAddress(options.context)) {
        SW_CHECK(readRemoteContext(options, request, contexts, stop));
    } else {
        SW_CHECK(readLocalContext(options, request));
    }
    SW_CHECK(readEpochOptions(options, request, contexts, stop));
    for (const std::string& tag : options.tags) {
        SW_TRY(const oci::Reference reference, withContext(oci::Reference::parse(tag), "in --tag " + tag));
        request.tags.push_back(reference.text());
    }
    SW_CHECK(readOutputOptions(options, request));
    request.pull = options.pull;
    request.noCache = options.noCache;
    for (const std::string& text : options.cacheFrom) {
        SW_TRY(build::CachePlace place, build::parseCacheFrom(text));
        request.cacheFrom.push_back(std::move(place));
    }
    for (const std::string& text : options.cacheTo) {
        SW_TRY(build::CachePlace place, build::parseCacheTo(text));
        request.cacheTo.push_back(std::move(place));
    }
    for (const std::string& stages : options.noCacheFilter) {
        for (std::string& stage : splitCommas(stages)) {
            request.noCacheFilter.push_back(std::move(stage));
        }
    }
    request.jobs = options.jobs;
    return request;
}

void failRequest(Console& console, const Error& error, bool fetching) {
    fail(console, error);
    if (error.code != ErrorCode::Unsupported && error.code != ErrorCode::Cancelled) {
        console.exitCode = fetching ? kRefused : kUsage;
    }
}

} // namespace sw::app
