#include "core/sandbox/process/mountsources.h"

#include "core/base/imagepath.h"
#include "core/sandbox/process/files.h"
#include "core/sandbox/process/overlay.h"
#include "core/sandbox/process/rootpaths.h"
#include "core/sandbox/process/socketrelay.h"

#include <cerrno>
#include <fcntl.h>
#include <format>
#include <sys/stat.h>
#include <unistd.h>

namespace sw::sandbox::process {

namespace {

struct Source {
    std::string path;
    bool directory = true;
};

/// `inside` of a mounted or plain directory, links followed inside it.
Result<Source> sourceInside(const std::filesystem::path& root, const std::string& inside, const std::string& target) {
    const UniqueFd fd(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!fd.valid()) {
        return failure(errnoError(say("cannot open %1", root.native()), errno));
    }
    SW_TRY(const RootPath found, resolveInRoot(fd.get(), inside));
    if (!found.exists) {
        return failure(ErrorCode::NotFound, say("the source %1 of the mount at %2 does not exist", absolutePath(cleanImagePath(inside)), target));
    }
    return Source{found.path.empty() ? root.native() : (root / found.path).native(), found.directory};
}

/// Mount points that lie inside this mount must exist in it: they are put under its trees.
Result<void> stubsInside(const std::filesystem::path& below, const MountSpec& mount, std::size_t number,
                         const std::vector<MountSpec>& mounts, const std::vector<PreparedMount>& prepared) {
    const std::string top = cleanImagePath(mount.target);
    for (std::size_t i = number + 1; i < mounts.size(); ++i) {
        const std::string target = cleanImagePath(mounts[i].target);
        if (target != top && isWithin(target, top)) {
            const std::string inside = target.substr(top.empty() ? 0 : top.size() + 1);
            SW_CHECK(makeStub(below, joinImagePath(cleanImagePath(mount.source), inside), prepared[i].directory));
        }
    }
    return {};
}

Result<Source> mountTrees(const Context& context, const RunPaths& paths, const MountSpec& mount, std::size_t number,
                          const std::vector<MountSpec>& mounts, const std::vector<PreparedMount>& prepared) {
    const std::filesystem::path base = paths.job / std::format("m{}", number);
    OverlayMount overlay{mount.trees, base / "below", {}, {}, base / "root"};
    SW_CHECK(makeDirectories(overlay.below));
    SW_CHECK(makeDirectories(overlay.target));
    SW_CHECK(stubsInside(overlay.below, mount, number, mounts, prepared));
    if (!mount.readOnly || overlay.trees.empty()) {
        overlay.upper = paths.work / std::format("m{}-upper", number);
        overlay.work = paths.work / std::format("m{}-work", number);
        SW_CHECK(makeDirectories(overlay.upper));
    }
    SW_CHECK(mountOverlay(context, base / "l", overlay));
    return sourceInside(overlay.target, mount.source, mount.target);
}

Result<Source> writeSecret(const Context& context, const RunPaths& paths, const MountSpec& mount, std::size_t number) {
    const std::filesystem::path file = paths.job / std::format("secret{}", number);
    SW_CHECK(writeText(file, mount.data, mount.mode));
    if (::chown(file.c_str(), mount.uid, mount.gid) != 0 && context.isolation != Isolation::SingleUid) {
        return failure(errnoError(say("cannot give the secret at %1 to %2:%3", mount.target, mount.uid, mount.gid),
                                  errno));
    }
    return Source{file.native(), false};
}

Result<PreparedMount> prepare(const Context& context, const RunPaths& paths, std::size_t number,
                              const std::vector<MountSpec>& mounts, const std::vector<PreparedMount>& prepared) {
    const MountSpec& mount = mounts[number];
    PreparedMount result{mount.target, true, {"", "bind", "", {"rbind", mount.readOnly ? "ro" : "rw"}}};
    Result<Source> source = Source{};
    switch (mount.kind) {
    case MountSpec::Kind::Tree:
        source = mountTrees(context, paths, mount, number, mounts, prepared);
        break;
    case MountSpec::Kind::Cache:
        source = sourceInside(mount.directory, mount.source, mount.target);
        break;
    case MountSpec::Kind::Tmpfs:
        result.mount.type = "tmpfs";
        source->path = "tmpfs";
        result.mount.options = {"nosuid", std::format("mode={:o}", mount.mode)};
        if (mount.size != 0) {
            result.mount.options.push_back(std::format("size={}", mount.size));
        }
        break;
    case MountSpec::Kind::Secret:
        source = writeSecret(context, paths, mount, number);
        result.mount.options = {"bind", "ro", "nosuid", "nodev"};
        if ((mount.mode & 0111) == 0) { // the script of a RUN heredoc is executed
            result.mount.options.emplace_back("noexec");
        }
        break;
    case MountSpec::Kind::Socket: {
        struct stat info {};
        if (::stat(mount.directory.c_str(), &info) != 0) {
            return failure(ErrorCode::NotFound, say("the socket %1 does not exist", mount.directory.native()));
        }
        if (!S_ISSOCK(info.st_mode)) {
            return failure(ErrorCode::Invalid, say("%1 is not a socket", mount.directory.native()));
        }
        const std::filesystem::path socket = paths.job / std::format("socket{}", number);
        SW_CHECK(startRelay({socket, mount.directory, mount.mode, mount.uid, mount.gid, context.isolation != Isolation::SingleUid}));
        source = Source{socket.native(), false};
        result.mount.options = {"rbind", "rw"};
        break;
    }
    }
    if (!source) {
        return failure(source.error());
    }
    result.mount.source = source->path;
    result.directory = source->directory;
    return result;
}

} // namespace

Result<std::vector<PreparedMount>> prepareMounts(const Context& context, const RunPaths& paths,
                                                 const std::vector<MountSpec>& mounts) {
    std::vector<PreparedMount> prepared(mounts.size());
    for (std::size_t i = mounts.size(); i-- > 0;) { // later mounts may lie inside earlier ones, which must know them
        SW_TRY(prepared[i], prepare(context, paths, i, mounts, prepared));
    }
    return prepared;
}

} // namespace sw::sandbox::process
