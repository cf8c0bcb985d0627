#include "core/sandbox/process/probes.h"

#include "core/base/bytesize.h"
#include "core/io/sentencejson.h"
#include "core/sandbox/emulation.h"
#include "core/sandbox/process/entry.h"
#include "core/sandbox/process/files.h"
#include "core/sandbox/process/overlay.h"
#include "core/sandbox/protocol.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <format>
#include <functional>
#include <pwd.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace sw::sandbox::process {

namespace {

constexpr std::uint64_t kLowSpace = 2ULL << 30U;
constexpr std::uint64_t kLowInodes = 100'000;
constexpr unsigned kFullRange = 65536;

/// Runs in a child of its own and tells its outcome by a pipe: the child may enter namespaces.
Json inChild(const std::function<Json()>& work) {
    std::array<int, 2> fds{};
    if (::pipe2(fds.data(), O_CLOEXEC) != 0) {
        return Json::object();
    }
    UniqueFd reading(fds[0]);
    UniqueFd writing(fds[1]);
    const pid_t pid = ::fork();
    if (pid == 0) {
        const std::string text = work().dump(-1, ' ', false, Json::error_handler_t::replace);
        static_cast<void>(::write(writing.get(), text.data(), text.size()));
        ::_exit(0);
    }
    writing.reset();
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t n = 0; (n = ::read(reading.get(), buffer.data(), buffer.size())) > 0;) {
        text.append(buffer.data(), static_cast<std::size_t>(n));
    }
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    Json answer = Json::parse(text, nullptr, false);
    return answer.is_object() ? answer : Json::object();
}

std::string userName() {
    const passwd* user = ::getpwuid(::geteuid());
    return user == nullptr ? std::to_string(::geteuid()) : user->pw_name;
}

std::string firstLine(const std::filesystem::path& file) {
    const std::string text = readText(file);
    return text.substr(0, text.find('\n'));
}

bool insideChroot() {
    struct stat own {};
    struct stat init {};
    return ::stat("/", &own) == 0 && ::stat("/proc/1/root/.", &init) == 0 && (own.st_dev != init.st_dev || own.st_ino != init.st_ino);
}

bool underSeccomp() { return readText("/proc/self/status").contains("\nSeccomp:\t2"); }

Sentence namespaceRemedy(int error) {
    if (firstLine("/proc/sys/kernel/unprivileged_userns_clone") == "0") {
        return say("Your kernel forbids user namespaces to ordinary users. As administrator: sysctl -w kernel.unprivileged_userns_clone=1, and to keep it: put kernel.unprivileged_userns_clone=1 in /etc/sysctl.d/60-userns.conf.");
    }
    if (error == ENOSPC || firstLine("/proc/sys/user/max_user_namespaces") == "0") {
        return say("User namespaces are limited to 0. As administrator: sysctl -w user.max_user_namespaces=15000 (and add the line to /etc/sysctl.d/60-userns.conf).");
    }
    if (underSeccomp()) {
        return say("The surrounding container blocks namespaces. Start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined.");
    }
    if (insideChroot()) {
        return say("This program runs inside a chroot; the kernel forbids user namespaces there. Start it outside, or enter the tree with pivot_root or systemd-nspawn.");
    }
    return say("The kernel refuses user namespaces (%1). Inside a chroot it always does: start this program outside, or enter the tree with pivot_root or systemd-nspawn. Elsewhere ask the administrator about kernel.unprivileged_userns_clone and the security module's policy.", systemReason(error));
}

Probe probePrivileges() {
    if (::geteuid() == 0) {
        return {say("Privileges"), true, false,
                say("Running as root: full isolation without user namespaces. Prefer starting as your own user."), {}};
    }
    return {say("Privileges"), true, false, say("Running as %1 (uid %2), without administrator rights.", userName(), ::geteuid()), {}};
}

Probe probeUserNamespace() {
    const Json seen = inChild([] {
        const int error = ::unshare(CLONE_NEWUSER) == 0 ? 0 : errno;
        return Json{{"errno", error}};
    });
    const int error = seen.value("errno", EIO);
    if (error == 0) {
        return {say("User namespaces"), true, true, say("An ordinary user may make one."), {}};
    }
    return {say("User namespaces"), false, true, say("Refused: %1", systemReason(error)), namespaceRemedy(error)};
}

unsigned total(const std::vector<IdRange>& ranges) {
    unsigned count = 0;
    for (const IdRange& range : ranges) {
        count += range.count;
    }
    return count;
}

bool isPrivileged(const std::string& program) {
    struct stat info {};
    struct statvfs volume {};
    if (::stat(program.c_str(), &info) != 0 || ::statvfs(program.c_str(), &volume) != 0 || (volume.f_flag & ST_NOSUID) != 0) {
        return false;
    }
    std::array<char, 64> capability{};
    return (info.st_mode & S_ISUID) != 0 ||
           ::getxattr(program.c_str(), "security.capability", capability.data(), capability.size()) > 0;
}

Probe probeSubordinateIds() {
    Probe result{say("Subordinate ids"), false, false, {}, {}};
    const std::string name = userName();
    for (const char* tool : {"newuidmap", "newgidmap"}) {
        const std::string program = findProgram(tool);
        if (program.empty()) {
            result.finding = say("%1 is not installed; owners are flattened to root.", tool);
            result.remedy = say("Install newuidmap: sudo apt install uidmap (Fedora: shadow-utils). Until then owners are flattened to root.");
            return result;
        }
        if (!isPrivileged(program)) {
            result.finding = say("%1 has neither its setuid bit nor its capability.", program);
            result.remedy = say("newuidmap is not privileged: sudo apt reinstall uidmap.");
            return result;
        }
    }
    if (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1) {
        result.finding = say("no_new_privs is set.");
        result.remedy = say("This program was started with no_new_privs (sandboxed terminal or service), so newuidmap cannot work. Start it from an ordinary desktop session.");
        return result;
    }
    const unsigned uids = total(subordinateIds("/etc/subuid", ::geteuid()));
    const unsigned gids = total(subordinateIds("/etc/subgid", ::geteuid()));
    if (uids == 0 || gids == 0) {
        result.finding = say("No subordinate ids for %1; owners are flattened to root.", name);
        result.remedy = say("As administrator: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 %1, then restart this program. (Pick a range not used by another line in /etc/subuid.)", name);
        return result;
    }
    const Json mapped = inChild([] {
        const Result<UserNamespace> space = enterUserNamespace();
        return Json{{"full", space && space->isolation == Isolation::UserMap},
                    {"text", sentenceToJson<Json>(space ? space->shortfall : space.error().message)}};
    });
    if (!mapped.value("full", false)) {
        result.finding = sentenceFromJson(mapped.value("text", Json()), say("the id maps cannot be written"));
        result.remedy = result.finding.text().contains("not allowed")
                            ? say("The subuid range was changed while containers existed; clear the build cache and restart.")
                            : say("Reinstall the package uidmap and look at /etc/subuid and /etc/subgid.");
        return result;
    }
    result.ok = true;
    result.finding = say("%1 user ids and %2 group ids besides your own.", uids, gids);
    if (std::min(uids, gids) < kFullRange - 1) {
        result.ok = false;
        result.remedy = say("Only %1 subordinate ids: images with ids above %1 cannot be unpacked. 65536 are needed.", std::min(uids, gids));
    }
    return result;
}

/// What a rehearsal stumbled over; empty when nothing.
Sentence errorOf(const Json& seen) { return sentenceFromJson(seen.value("error", Json()), say("no answer")); }

/// The child of the rehearsals below: as root of a user namespace with a mount namespace of its own.
Json rehearse(const std::function<Json()>& inside) {
    return inChild([&]() -> Json {
        if (::geteuid() != 0) {
            if (const Result<UserNamespace> space = enterUserNamespace(); !space) {
                return {{"error", sentenceToJson<Json>(space.error().sentence())}};
            }
        }
        Result<void> ready = enterMountNamespace();
        if (ready) {
            ready = settleMounts();
        }
        return ready ? inside() : Json{{"error", sentenceToJson<Json>(ready.error().sentence())}};
    });
}

Probe probeMounts() {
    const Sentence error = errorOf(rehearse([] { return Json{{"error", ""}}; }));
    if (error.empty()) {
        return {say("Mount namespaces"), true, true, say("Private mounts work."), {}};
    }
    Probe result{say("Mount namespaces"), false, true, error, {}};
    if (firstLine("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1" && ::geteuid() != 0) {
        std::error_code unreadable;
        const std::string helper = std::filesystem::read_symlink("/proc/self/exe", unreadable).native();
        result.remedy = say("Ubuntu restricts user namespaces by AppArmor. Permit them to this program: printf "
                                    "'abi <abi/4.0>,\\ninclude <tunables/global>\\nprofile stagewright-sandbox %1 "
                                    "flags=(unconfined) {\\n  userns,\\n}\\n' | sudo tee /etc/apparmor.d/stagewright-sandbox && "
                                    "sudo apparmor_parser -r /etc/apparmor.d/stagewright-sandbox. Weaker: sudo sysctl -w "
                                    "kernel.apparmor_restrict_unprivileged_userns=0.",
                                    helper);
    } else if (underSeccomp() || ::geteuid() == 0) {
        result.remedy = say("The surrounding container blocks namespaces and mounts. Start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN, or as an ordinary user outside of it.");
    } else {
        result.remedy = namespaceRemedy(EPERM);
    }
    return result;
}

Probe probeProc() {
    const Json seen = rehearse([] {
        return inChild([] { // the first child is pid 1 of the new namespace
            const Result<void> mounted = mountProc();
            return Json{{"error", sentenceToJson<Json>(mounted ? Sentence() : mounted.error().sentence())}};
        });
    });
    const Sentence error = errorOf(seen);
    if (error.empty()) {
        return {say("Process namespaces"), true, true, say("A fresh /proc can be mounted."), {}};
    }
    return {say("Process namespaces"), false, true, error,
            say("The surrounding container masks /proc. Add --security-opt systempaths=unconfined.")};
}

std::filesystem::path nearestExisting(std::filesystem::path path) {
    std::error_code error;
    while (!path.empty() && path != path.parent_path() && !std::filesystem::exists(path, error)) {
        path = path.parent_path();
    }
    return path;
}

/// A mount, and in it what fails later where extended attributes are missing: a lower directory deleted and made anew.
Result<void> tryOverlay(const std::filesystem::path& scratch) {
    Context context;
    context.userXattr = !inInitialUserNamespace();
    context.work = scratch;
    OverlayMount overlay{{scratch / "lower"}, {}, scratch / "upper", scratch / "work", scratch / "merged"};
    for (const char* name : {"lower/directory", "upper", "merged"}) {
        SW_CHECK(makeDirectories(scratch / name));
    }
    SW_CHECK(mountOverlay(context, scratch / "l", overlay));
    const std::filesystem::path inside = overlay.target / "directory";
    if (::rmdir(inside.c_str()) != 0 || ::mkdir(inside.c_str(), 0755) != 0) {
        return failure(ErrorCode::Unsupported, say("the file system stores no extended attributes (%1); remount it with user_xattr or choose another disk", systemReason(errno)));
    }
    return {};
}

Probe probeOverlay(const std::filesystem::path& store) {
    const std::filesystem::path base = nearestExisting(store);
    const Json seen = rehearse([&] {
        const std::filesystem::path scratch = uniqueName(base, ".stagewright-probe");
        Result<void> tried = makeDirectories(scratch);
        if (tried) {
            tried = tryOverlay(scratch);
            ::umount2((scratch / "merged").c_str(), MNT_DETACH);
        }
        static_cast<void>(::chdir("/"));
        static_cast<void>(removeTree(scratch));
        return Json{{"error", sentenceToJson<Json>(tried ? Sentence() : tried.error().sentence())}};
    });
    const Sentence error = errorOf(seen);
    const std::string where = std::format("{} ({})", base.native(), fileSystemName(base));
    if (error.empty()) {
        return {say("Snapshots"), true, true, say("Overlay mounts work on %1.", where), {}};
    }
    return {say("Snapshots"), false, true, say("No overlay mounts on %1.", where), error};
}

Probe probeRuntime() {
    const std::string crun = findProgram("crun");
    if (crun.empty()) {
        return {say("Container runtime"), false, true, say("crun is not installed."), say("Install crun: sudo apt install crun.")};
    }
    std::array<char, 256> line{};
    if (FILE* pipe = ::popen((crun + " --version 2>&1").c_str(), "r")) {
        if (std::fgets(line.data(), line.size(), pipe) == nullptr) {
            line[0] = '\0';
        }
        if (::pclose(pipe) == 0) {
            std::string text = line.data();
            text = text.substr(0, text.find('\n'));
            return {say("Container runtime"), true, true, say("%1 at %2.", text, crun), {}};
        }
    }
    return {say("Container runtime"), false, true, say("%1 does not start: %2", crun, line.data()), say("Reinstall crun: sudo apt reinstall crun.")};
}

Probe probeSpace(const std::filesystem::path& store) {
    const std::filesystem::path base = nearestExisting(store);
    struct statvfs info {};
    if (::statvfs(base.c_str(), &info) != 0) {
        return {say("Disk space"), false, false, say("Cannot ask for the free space of %1.", base.native()), {}};
    }
    const std::uint64_t bytes = std::uint64_t{info.f_bavail} * info.f_frsize;
    const bool inodesLow = info.f_files > 0 && info.f_favail < kLowInodes;
    const std::string left = formatBytes(static_cast<std::int64_t>(bytes));
    if (bytes < kLowSpace || inodesLow) {
        return {say("Disk space"), false, false,
                inodesLow ? say("%1 free on %2, %3 files more.", left, base.native(), info.f_favail)
                          : say("%1 free on %2.", left, base.native()),
                say("Only %1 free on %2; free some, or choose another place for the store with --store.", left, base.native())};
    }
    return {say("Disk space"), true, false, say("%1 free on %2.", left, base.native()), {}};
}

/// RUN of images for other platforms.
Probe probeEmulation() {
    std::string list;
    for (const oci::Platform& platform : emulatedPlatforms()) {
        list += (list.empty() ? "" : ", ") + platform.text();
    }
    const std::string here = oci::Platform::host().text();
    if (!list.empty()) {
        return {say("Other platforms"), true, false, say("RUN works for %1 and, emulated, for %2.", here, list), {}};
    }
    std::error_code error;
    if (!std::filesystem::exists(kBinfmt / "status", error)) {
        return {say("Other platforms"), false, false, say("RUN works for %1; %2 is not mounted, so emulators cannot be seen.", here, kBinfmt.native()),
                say("For other platforms: sudo apt install qemu-user-binfmt (qemu-user-static on older systems).")};
    }
    return {say("Other platforms"), false, false, say("RUN works for %1 only: no emulator is registered.", here),
            say("For other platforms: sudo apt install qemu-user-binfmt (qemu-user-static on older systems).")};
}

bool canMakeDevices(const std::filesystem::path& store) {
    const std::filesystem::path node = uniqueName(nearestExisting(store), ".stagewright-node");
    const bool made = ::mknod(node.c_str(), S_IFCHR | 0600, makedev(1, 3)) == 0;
    ::unlink(node.c_str());
    return made;
}

} // namespace

Capabilities probe(const std::filesystem::path& store) {
    Capabilities result;
    std::vector<Probe>& probes = result.probes;
    probes.push_back(probePrivileges());
    const bool root = ::geteuid() == 0;
    bool full = root;
    if (!root) {
        probes.push_back(probeUserNamespace());
        if (probes.back().ok) { // each needs those before it; a cause is shown once
            probes.push_back(probeSubordinateIds());
            full = probes.back().ok || probes.back().remedy.text().starts_with("Only ");
        }
    }
    if (root || probes[1].ok) {
        probes.push_back(probeMounts());
        if (probes.back().ok) {
            probes.push_back(probeProc());
            probes.push_back(probeOverlay(store));
            result.overlay = probes.back().ok;
        }
    }
    probes.push_back(probeRuntime());
    probes.push_back(probeSpace(store));
    probes.push_back(probeEmulation());
    result.canMakeDevices = root && canMakeDevices(store);
    result.isolation = root ? Isolation::Root : full ? Isolation::UserMap : Isolation::SingleUid;
    for (const Probe& item : probes) {
        if (!item.ok && item.essential) {
            result.isolation = Isolation::None;
            result.blocker = item.remedy.empty() ? item.finding : item.remedy;
            break;
        }
    }
    return result;
}

int probeMain(const std::filesystem::path& store) {
    const std::string text = capabilitiesToJson(probe(store)).dump(-1, ' ', false, Json::error_handler_t::replace);
    std::puts(text.c_str());
    return 0;
}

} // namespace sw::sandbox::process
