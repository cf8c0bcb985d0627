#include "core/sandbox/process/runjob.h"

#include "core/base/imagepath.h"
#include "core/sandbox/process/bundle.h"
#include "core/sandbox/process/devicefilter.h"
#include "core/sandbox/process/files.h"
#include "core/sandbox/process/mountsources.h"
#include "core/sandbox/process/overlay.h"
#include "core/sandbox/process/rootpaths.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <format>
#include <linux/close_range.h>
#include <sched.h>
#include <sstream>
#include <string_view>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sw::sandbox::process {

namespace {

constexpr const char* kCaFile = "/dev/stagewright-ca.pem";
constexpr const char* kAptFile = "/dev/stagewright-apt.conf";
constexpr std::array kCaVariables = {"SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS",
                                     "GIT_SSL_CAINFO"};

/// On file systems of their own: a mount point there leaves no trace.
bool isOffRoot(const std::string& clean) {
    return isWithin(clean, "dev") || isWithin(clean, "proc") || isWithin(clean, "sys");
}

void addVariable(std::vector<std::string>& env, std::string_view name, std::string_view value) {
    const std::string start = std::string(name) + "=";
    if (std::ranges::none_of(env, [&](const std::string& entry) { return entry.starts_with(start); })) {
        env.push_back(start + std::string(value));
    }
}

class RunSetup {
public:
    RunSetup(const Context& context, RunSpec& spec, const RunNetwork& network, RunPaths paths)
        : m_context(context), m_spec(spec), m_network(network), m_paths(std::move(paths)) {}

    Result<void> prepare();

private:
    Result<void> addFile(const std::string& target, const std::string& name, std::string_view text);
    Result<void> addGivenFiles();
    Result<void> mountRoot();
    Result<bool> placeMounts(bool makeMissing);
    Result<void> makeInUpper(const RootPath& path, bool directory);
    Result<void> makeSystemDirectories();
    Result<void> makeWorkingDirectory();
    void lowerUlimits();
    std::filesystem::path rootfs() const { return m_paths.job / "rootfs"; }

    const Context& m_context;
    RunSpec& m_spec;
    const RunNetwork& m_network;
    RunPaths m_paths;
    std::vector<PreparedMount> m_mounts;
    int m_rootMounts = 0;
};

Result<void> RunSetup::addFile(const std::string& target, const std::string& name, std::string_view text) {
    const std::filesystem::path file = m_paths.job / name;
    SW_CHECK(writeText(file, text));
    m_mounts.push_back({target, false, {"", "bind", file.native(), {"rbind", "ro", "nosuid", "noexec", "nodev"}}});
    return {};
}

Result<void> RunSetup::addGivenFiles() {
    const bool hostNetwork = m_network.namespacePath == kHostNetwork;
    SW_CHECK(addFile("/etc/hosts", "hosts", hostsFile(m_spec)));
    SW_CHECK(addFile("/etc/resolv.conf", "resolv.conf",
                     resolvConf(readText("/etc/resolv.conf"), readText("/run/systemd/resolve/resolv.conf"), hostNetwork,
                                m_network.forwarder)));
    if (m_spec.hostCa) {
        const std::string bundle = readText(*m_spec.hostCa);
        if (bundle.empty()) {
            return failure(ErrorCode::NotFound, say("the certificate bundle %1 cannot be read", m_spec.hostCa->native()));
        }
        SW_CHECK(addFile(kCaFile, "ca.pem", bundle));
        for (const char* name : kCaVariables) {
            addVariable(m_spec.env, name, kCaFile);
        }
    }
    if (m_context.isolation == Isolation::SingleUid) {
        SW_CHECK(addFile(kAptFile, "apt.conf", "APT::Sandbox::User \"root\";\n")); // apt cannot become _apt here
        addVariable(m_spec.env, "APT_CONFIG", kAptFile);
    }
    return {};
}

Result<void> RunSetup::mountRoot() {
    const std::string number = std::to_string(++m_rootMounts);
    OverlayMount overlay{m_spec.trees, m_paths.job / "stub", m_spec.upper, m_paths.work / ("root" + number), rootfs()};
    return mountOverlay(m_context, m_paths.job / ("l" + number), overlay);
}

/// Finds where each mount goes in the mounted root. Mount points that are missing are made in the stub directory (not
/// mounted then: true is returned and the root must be mounted again) or, when even that does not show, in the upper.
Result<bool> RunSetup::placeMounts(bool makeMissing) {
    const UniqueFd root(::open(rootfs().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root.valid()) {
        return failure(errnoError(say("cannot open the root file system"), errno));
    }
    bool missing = false;
    for (std::size_t i = 0; i < m_mounts.size(); ++i) {
        PreparedMount& mount = m_mounts[i];
        const std::string clean = cleanImagePath(mount.target);
        if (isOffRoot(clean)) {
            mount.mount.destination = absolutePath(clean);
            continue;
        }
        if (clean.empty()) {
            return failure(ErrorCode::Invalid, say("a mount cannot replace the root directory"));
        }
        SW_TRY(const RootPath place, resolveInRoot(root.get(), clean));
        mount.mount.destination = absolutePath(place.path);
        const bool inOther = std::ranges::any_of(m_mounts.begin(), m_mounts.begin() + static_cast<std::ptrdiff_t>(i),
                                                 [&](const PreparedMount& other) {
                                                     return other.directory && isWithin(clean, cleanImagePath(other.target));
                                                 });
        if (place.exists || inOther) {
            continue;
        }
        missing = true;
        if (makeMissing) {
            SW_CHECK(makeInUpper(place, mount.directory));
        } else {
            SW_CHECK(makeStub(m_paths.job / "stub", place.path, mount.directory));
        }
    }
    return missing;
}

/// A layer hides the name (a whiteout or an opaque directory), so no stub below the layers can show. What is made in the
/// upper is listed for takeBackMountPoints, parents first.
Result<void> RunSetup::makeInUpper(const RootPath& path, bool directory) {
    std::string list = readText(m_paths.job / "leftovers");
    std::string part;
    for (const std::string_view name : splitPath(path.path)) {
        part += (part.empty() ? "" : "/") + std::string(name);
        struct stat info {};
        if (::lstat((m_spec.upper / part).c_str(), &info) != 0 || isWhiteoutMark(info)) {
            list += part + '\n';
        }
    }
    SW_CHECK(makeStub(rootfs(), path.path, directory));
    return writeText(m_paths.job / "leftovers", list);
}

/// Where a base lacks /dev, /proc or /sys they are made and stay in the layer, as they do with BuildKit; the runtime would
/// give them modes of its own.
Result<void> RunSetup::makeSystemDirectories() {
    for (const char* name : {"dev", "proc", "sys"}) {
        const std::filesystem::path path = rootfs() / name;
        struct stat info {};
        if (::lstat(path.c_str(), &info) != 0 && ::mkdir(path.c_str(), 0755) != 0) {
            return failure(errnoError(say("cannot make the directory /%1", name), errno));
        }
    }
    return {};
}

/// A working directory that the image only names is made, with its parents, for the user of the step, and stays in the layer
/// (BuildKit executor/runcexecutor/executor.go).
Result<void> RunSetup::makeWorkingDirectory() {
    const UniqueFd root(::open(rootfs().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root.valid()) {
        return failure(errnoError(say("cannot open the root file system"), errno));
    }
    const std::string clean = cleanImagePath(m_spec.cwd);
    if (isOffRoot(clean)) {
        return {};
    }
    SW_TRY(const RootPath place, resolveInRoot(root.get(), clean));
    if (place.exists) {
        return {};
    }
    std::filesystem::path path = rootfs();
    for (const std::string_view name : splitPath(place.path)) {
        path /= name;
        if (::mkdir(path.c_str(), 0755) == 0) {
            if (::chown(path.c_str(), m_spec.uid, m_spec.gid) != 0 && m_context.isolation != Isolation::SingleUid) {
                return failure(errnoError(say("cannot set the owner of the working directory %1", m_spec.cwd), errno));
            }
        } else if (errno != EEXIST) {
            return failure(errnoError(say("cannot make the working directory %1", m_spec.cwd), errno));
        }
    }
    return {};
}

/// Only an administrator of the machine may raise a hard limit.
void RunSetup::lowerUlimits() {
    constexpr std::array kResources = {
        std::pair{"core", RLIMIT_CORE},       std::pair{"cpu", RLIMIT_CPU},       std::pair{"data", RLIMIT_DATA},
        std::pair{"fsize", RLIMIT_FSIZE},     std::pair{"locks", RLIMIT_LOCKS},   std::pair{"memlock", RLIMIT_MEMLOCK},
        std::pair{"msgqueue", RLIMIT_MSGQUEUE}, std::pair{"nice", RLIMIT_NICE},   std::pair{"nofile", RLIMIT_NOFILE},
        std::pair{"nproc", RLIMIT_NPROC},     std::pair{"rss", RLIMIT_RSS},       std::pair{"rtprio", RLIMIT_RTPRIO},
        std::pair{"rttime", RLIMIT_RTTIME},   std::pair{"sigpending", RLIMIT_SIGPENDING}, std::pair{"stack", RLIMIT_STACK}};
    const auto above = [](std::int64_t asked, rlim_t most) {
        return most != RLIM_INFINITY && (asked < 0 || static_cast<rlim_t>(asked) > most);
    };
    for (RunSpec::Ulimit& limit : m_spec.ulimits) {
        const auto* resource = std::ranges::find_if(kResources, [&](const auto& known) { return limit.name == known.first; });
        rlimit now{};
        if (resource == kResources.end() || ::getrlimit(resource->second, &now) != 0 || !above(limit.hard, now.rlim_max)) {
            continue;
        }
        const rlimit wanted{now.rlim_cur, limit.hard < 0 ? RLIM_INFINITY : static_cast<rlim_t>(limit.hard)};
        if (::setrlimit(resource->second, &wanted) == 0) {
            ::setrlimit(resource->second, &now);
            continue;
        }
        limit.hard = static_cast<std::int64_t>(now.rlim_max);
        limit.soft = above(limit.soft, now.rlim_max) ? limit.hard : limit.soft;
        const std::string note = std::format("stagewright: the limit {} is {}, the most that this machine allows\n", limit.name, limit.hard);
        static_cast<void>(::write(STDERR_FILENO, note.data(), note.size()));
    }
}

Result<void> RunSetup::prepare() {
    for (const char* name : {"stub/etc", "rootfs"}) {
        SW_CHECK(makeDirectories(m_paths.job / name));
    }
    SW_CHECK(makeDirectories(m_paths.work));
    SW_CHECK(makeStub(m_paths.job / "stub", "etc/hosts", false));
    SW_CHECK(makeStub(m_paths.job / "stub", "etc/resolv.conf", false));
    SW_CHECK(addGivenFiles());
    SW_TRY(std::vector<PreparedMount> asked, prepareMounts(m_context, m_paths, m_spec.mounts));
    m_mounts.insert(m_mounts.end(), std::make_move_iterator(asked.begin()), std::make_move_iterator(asked.end()));

    SW_CHECK(mountRoot());
    SW_TRY(bool missing, placeMounts(false));
    if (missing) {
        if (::umount2(rootfs().c_str(), 0) != 0) {
            return failure(errnoError(say("cannot mount the root file system again"), errno));
        }
        SW_CHECK(mountRoot());
        SW_TRY(missing, placeMounts(true));
        static_cast<void>(missing);
    }
    SW_CHECK(makeSystemDirectories());
    SW_CHECK(makeWorkingDirectory());
    lowerUlimits();
    BundleOptions options{m_network.namespacePath, {}, rootfs().native()};
    for (auto& mount : m_mounts) {
        options.mounts.push_back(std::move(mount.mount));
    }
    return writeText(m_paths.job / "config.json", runtimeConfig(m_context, m_spec, options), 0600);
}

} // namespace

RunPaths runPaths(const Context& context, const RunSpec& spec, std::uint64_t job) {
    const std::string name = std::format("j{}", job);
    return {context.state / name, context.work / (spec.upper.filename().native() + ".overlay-" + name)};
}

Error runContainer(const Context& context, RunSpec spec, const RunNetwork& network, std::uint64_t job) {
    const RunPaths paths = runPaths(context, spec, job);
    if (::unshare(CLONE_NEWNS) != 0) {
        return errnoError(say("cannot make a mount namespace"), errno);
    }
    if (const Result<void> ready = RunSetup(context, spec, network, paths).prepare(); !ready) {
        return ready.error();
    }
    if (!spec.insecure) {
        enterDeviceGroup(context.deviceGroup);
    }
    std::vector<std::string> words{context.runtime,
                                   "--root",
                                   (context.state / "crun").native(),
                                   "--cgroup-manager=disabled",
                                   "--log",
                                   (paths.job / "log").native(),
                                   "run",
                                   "--bundle",
                                   paths.job.native(),
                                   "--pid-file",
                                   (paths.job / "pid").native(),
                                   std::format("j{}", job)};
    std::vector<char*> args;
    for (auto& word : words) {
        args.push_back(word.data());
    }
    args.push_back(nullptr);
    std::string path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    std::array<char*, 2> environment{path.data(), nullptr};
    if (::chdir("/") != 0) {
        return errnoError(say("cannot enter /"), errno);
    }
    ::signal(SIGPIPE, SIG_DFL); // the only one that the server does not leave at its default
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (context.runtimeFd >= 0) {
        ::execveat(context.runtimeFd, "", args.data(), environment.data(), AT_EMPTY_PATH);
    }
    ::execve(context.runtime.c_str(), args.data(), environment.data());
    return errnoError(say("cannot start %1", context.runtime), errno);
}

void takeBackMountPoints(const RunPaths& paths, const std::filesystem::path& upper) {
    std::vector<std::string> leftovers;
    std::istringstream lines(readText(paths.job / "leftovers"));
    for (std::string line; std::getline(lines, line);) {
        leftovers.push_back(line);
    }
    for (auto name = leftovers.rbegin(); name != leftovers.rend(); ++name) {
        const std::filesystem::path whole = upper / *name;
        struct stat info {};
        if (::lstat(whole.c_str(), &info) != 0) {
            continue;
        }
        if (S_ISDIR(info.st_mode)) {
            ::rmdir(whole.c_str()); // stays when something was put into it
        } else if (S_ISREG(info.st_mode) && info.st_size == 0) {
            ::unlink(whole.c_str());
        }
    }
}

void cleanUpRun(const RunPaths& paths) {
    static_cast<void>(removeTree(paths.work));
    static_cast<void>(removeTree(paths.job));
}

} // namespace sw::sandbox::process
