#include "core/sandbox/process/overlay.h"

#include "core/base/imagepath.h"
#include "core/sandbox/process/files.h"

#include <algorithm>
#include <cerrno>
#include <format>
#include <string_view>
#include <sys/mount.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <unordered_set>

namespace sw::sandbox::process {

namespace {

/// Topmost occurrence of each tree: the kernel refuses a directory that appears twice, and a lower twin shows nothing
/// that the upper one does not.
std::vector<std::filesystem::path> topmostFirst(const OverlayMount& mount) {
    std::vector<std::filesystem::path> order;
    std::unordered_set<std::string> seen;
    for (auto it = mount.trees.rbegin(); it != mount.trees.rend(); ++it) {
        if (seen.insert(it->native()).second) {
            order.push_back(*it);
        }
    }
    if (!mount.below.empty()) {
        order.push_back(mount.below);
    }
    return order;
}

Result<void> link(const std::filesystem::path& target, const std::string& name) {
    if (::symlink(target.c_str(), name.c_str()) != 0) {
        return failure(errnoError(say("cannot name the layer tree %1", target.native()), errno));
    }
    return {};
}

/// The root of the merged view is the upper's: it looks like the root of the topmost tree.
void copyRootAttributes(const std::filesystem::path& from, const std::filesystem::path& to) {
    struct stat info {};
    if (::stat(from.c_str(), &info) == 0) {
        static_cast<void>(::chown(to.c_str(), info.st_uid, info.st_gid));
        static_cast<void>(::chmod(to.c_str(), info.st_mode & 07777U));
    }
}

} // namespace

Result<void> mountOverlay(const Context& context, const std::filesystem::path& scratch, const OverlayMount& mount) {
    const std::vector<std::filesystem::path> lowers = topmostFirst(mount);
    if (lowers.size() > kMostTrees) {
        return failure(ErrorCode::Unsupported,
                       say("this root file system has %1 layers and the kernel stacks %2 at most; merge some of them (copy the stage into a new one with COPY --from)", lowers.size(), kMostTrees));
    }
    SW_CHECK(makeDirectories(scratch));
    if (::chdir(scratch.c_str()) != 0) {
        return failure(errnoError(say("cannot enter %1", scratch.native()), errno));
    }
    std::string options = "lowerdir=";
    for (std::size_t i = 0; i < lowers.size(); ++i) {
        const std::string name = std::format("{:x}", i);
        SW_CHECK(link(lowers[i], name));
        options += (i == 0 ? "" : ":") + name;
    }
    if (!mount.upper.empty()) {
        copyRootAttributes(lowers.front(), mount.upper);
        if (::mkdir(mount.work.c_str(), 0700) != 0) {
            return failure(errnoError(say("cannot make %1", mount.work.native()), errno));
        }
        SW_CHECK(link(mount.upper, "u"));
        SW_CHECK(link(mount.work, "w"));
        options += ",upperdir=u,workdir=w,volatile";
    }
    // Off explicitly: with redirects or metacopy the upper would not hold everything that changed.
    options += context.userXattr ? ",userxattr,index=off" : ",redirect_dir=nofollow,metacopy=off,index=off";
    const unsigned long flags = mount.upper.empty() ? static_cast<unsigned long>(MS_RDONLY) : 0UL;
    if (::mount("overlay", mount.target.c_str(), "overlay", flags, options.c_str()) != 0) {
        const int error = errno;
        for (const auto& tree : lowers) {
            if (::access(tree.c_str(), F_OK) != 0) {
                return failure(ErrorCode::NotFound, say("the layer tree %1 does not exist", tree.native()));
            }
        }
        return failure(ErrorCode::Unsupported,
                       explainOverlayFailure(error, mount.upper.empty() ? context.work : mount.upper));
    }
    return {};
}

bool isOpaque(const Context& context, const std::filesystem::path& directory) {
    char value = 0;
    const std::string name = std::string(context.overlayPrefix()) + "opaque";
    return ::lgetxattr(directory.c_str(), name.c_str(), &value, 1) == 1 && (value == 'y' || value == 'x');
}

std::optional<struct stat> lookupInTrees(const Context& context, const std::vector<std::filesystem::path>& trees,
                                         const std::string& path) {
    const std::vector<std::string_view> parts = splitPath(path);
    for (auto tree = trees.rbegin(); tree != trees.rend(); ++tree) {
        std::string at = tree->native();
        bool hidesBelow = false;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            at += '/';
            at += parts[i];
            struct stat info {};
            if (::lstat(at.c_str(), &info) != 0) {
                break;
            }
            if (i + 1 == parts.size()) {
                return isWhiteoutMark(info) ? std::nullopt : std::optional(info);
            }
            if (!S_ISDIR(info.st_mode)) {
                return std::nullopt; // a whiteout or another object covers everything below this name
            }
            hidesBelow = hidesBelow || isOpaque(context, at);
        }
        if (hidesBelow) {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

std::set<std::string> namesInTrees(const Context& context, const std::vector<std::filesystem::path>& trees, const std::string& directory) {
    std::set<std::string> seen; // also names that a whiteout hides in the trees below it
    std::set<std::string> shown;
    for (auto tree = trees.rbegin(); tree != trees.rend(); ++tree) {
        std::filesystem::path at = *tree;
        bool hidesBelow = false;
        bool here = true;
        for (const std::string_view part : splitPath(directory)) {
            at /= part;
            struct stat info {};
            if (::lstat(at.c_str(), &info) != 0) {
                here = false;
                break;
            }
            if (!S_ISDIR(info.st_mode)) {
                return shown; // covers everything below this name
            }
            hidesBelow = hidesBelow || isOpaque(context, at);
        }
        std::error_code error;
        if (here) {
            for (const auto& entry : std::filesystem::directory_iterator(at, error)) {
                struct stat info {};
                const std::string name = entry.path().filename().native();
                if (seen.insert(name).second && ::lstat(entry.path().c_str(), &info) == 0 && !isWhiteoutMark(info)) {
                    shown.insert(name);
                }
            }
        }
        if (hidesBelow) {
            break;
        }
    }
    return shown;
}

Sentence explainOverlayFailure(int error, const std::filesystem::path& store) {
    const std::string type = fileSystemName(store);
    if (error == ENODEV) {
        return say("this kernel has no overlayfs; as administrator: modprobe overlay");
    }
    if (error == EPERM) {
        return say("the kernel does not let an ordinary user mount overlayfs (it needs Linux 5.11 or later, and a container around this program that permits mounts)");
    }
    if (type == "overlayfs") {
        return say("the build store %1 lies on overlayfs (the root of a container), which cannot hold another overlay; choose a mounted volume for it", store.native());
    }
    if (type == "nfs" || type == "cifs" || type == "fuse" || type == "ecryptfs" || type == "9p" || type == "vfat" ||
        type == "exfat") {
        return say("the build store %1 is on %2, which cannot hold layers with foreign owners; choose a local disk (ext4, xfs, btrfs), e.g. --store /var/tmp/stagewright", store.native(), type);
    }
    return say("cannot mount an overlay on %1 (%2): %3", store.native(), type, systemReason(error));
}

} // namespace sw::sandbox::process
