#include "core/sandbox/process/layerjobs.h"

#include "core/base/imagepath.h"
#include "core/sandbox/process/overlay.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <format>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <utility>

namespace sw::sandbox::process {

namespace {

using oci::EntryType;
using oci::LayerEntry;

struct CloseDirectory {
    void operator()(DIR* d) const { ::closedir(d); }
};

struct Found {
    std::string path;
    struct stat info {};
};

/// Everything below an upper, in any order. Works on relative paths: the current directory is the upper.
Result<void> listBelow(const std::string& directory, std::vector<Found>& found) {
    const std::unique_ptr<DIR, CloseDirectory> stream(::opendir(directory.empty() ? "." : directory.c_str()));
    if (!stream) {
        return failure(errnoError(say("cannot read the changes in %1", absolutePath(directory)), errno));
    }
    while (const dirent* entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..") {
            continue;
        }
        Found item;
        item.path = directory.empty() ? std::string(name) : directory + "/" + std::string(name);
        if (::fstatat(::dirfd(stream.get()), entry->d_name, &item.info, AT_SYMLINK_NOFOLLOW) != 0) {
            return failure(errnoError(say("cannot read the change of %1", absolutePath(item.path)), errno));
        }
        const bool isDirectory = S_ISDIR(item.info.st_mode);
        const std::string path = item.path;
        if (!S_ISSOCK(item.info.st_mode)) { // tar has none
            found.push_back(std::move(item));
        }
        if (isDirectory) {
            SW_CHECK(listBelow(path, found));
        }
    }
    return {};
}

std::string readXattr(const char* path, const char* name) {
    std::string value(256, '\0');
    for (;;) {
        const ssize_t n = ::lgetxattr(path, name, value.data(), value.size());
        if (n >= 0) {
            value.resize(static_cast<std::size_t>(n));
            return value;
        }
        const ssize_t size = errno == ERANGE ? ::lgetxattr(path, name, nullptr, 0) : -1;
        if (size < 0) {
            return {};
        }
        value.resize(static_cast<std::size_t>(size));
    }
}

class Committer {
public:
    Committer(const Context& context, const std::vector<std::filesystem::path>& trees, int tarFd)
        : m_context(context), m_trees(trees), m_writer(tarFd) {}

    Result<oci::FinishedTar> commit();

private:
    Result<void> add(const Found& found);
    Result<void> addFile(LayerEntry entry, const Found& found);
    static void readXattrs(LayerEntry& entry);
    void spellOut(const std::string& path, const struct stat& info, std::vector<std::string>& removed);
    bool hide(const std::string& directory, const struct stat& info, std::vector<std::string>& removed);

    const Context& m_context;
    const std::vector<std::filesystem::path>& m_trees;
    oci::LayerWriter m_writer;
    std::map<std::pair<dev_t, ino_t>, std::string> m_names; ///< first name of each file with several
};

/// Capabilities alone: what else a step sets, user.* too, stays behind, as in every layer that BuildKit makes (containerd
/// archive/tar.go). The step's own tree keeps it, so steps that follow see it as long as the tree is there.
void Committer::readXattrs(LayerEntry& entry) {
    constexpr const char* capability = "security.capability";
    if (std::string value = readXattr(entry.path.c_str(), capability); !value.empty()) {
        entry.xattrs.emplace_back(capability, std::move(value));
    }
}

/// The kernel marks every new directory as opaque. Where that hides something, each hidden name gets a whiteout instead, as
/// the image specification asks of writers and BuildKit does; then the flag is taken away. So the tree means what the tar
/// says, also when it lies on other trees. The flag stays where whiteouts cannot be made.
void Committer::spellOut(const std::string& path, const struct stat& info, std::vector<std::string>& removed) {
    if (!isOpaque(m_context, path)) {
        return;
    }
    const auto lower = lookupInTrees(m_context, m_trees, path);
    if (!lower || !S_ISDIR(lower->st_mode) || hide(path, info, removed)) {
        const std::string name = std::string(m_context.overlayPrefix()) + "opaque";
        static_cast<void>(::lremovexattr(path.c_str(), name.c_str()));
    }
}

/// Whiteouts for what the trees below show in a directory and the upper does not; also in directories that both have.
bool Committer::hide(const std::string& directory, const struct stat& info, std::vector<std::string>& removed) {
    bool made = true;
    for (const std::string& name : namesInTrees(m_context, m_trees, directory)) {
        const std::string path = directory + "/" + name;
        struct stat own {};
        if (::lstat(path.c_str(), &own) != 0) {
            made = ::mknod(path.c_str(), S_IFCHR, 0) == 0 && made;
            removed.push_back(path);
        } else if (S_ISDIR(own.st_mode) && !isOpaque(m_context, path)) {
            const auto lower = lookupInTrees(m_context, m_trees, path);
            made = (!lower || !S_ISDIR(lower->st_mode) || hide(path, own, removed)) && made;
        }
    }
    const std::array<timespec, 2> times{info.st_atim, info.st_mtim};
    ::utimensat(AT_FDCWD, directory.c_str(), times.data(), AT_SYMLINK_NOFOLLOW);
    return made;
}

Result<void> Committer::addFile(LayerEntry entry, const Found& found) {
    const std::string& path = found.path;
    if (found.info.st_nlink > 1) {
        const auto [name, isNew] = m_names.try_emplace({found.info.st_dev, found.info.st_ino}, path);
        if (!isNew) {
            entry.type = EntryType::HardLink;
            entry.link = name->second;
            return m_writer.add(std::move(entry));
        }
    }
    entry.type = EntryType::File;
    entry.size = static_cast<std::uint64_t>(found.info.st_size);
    readXattrs(entry);
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.valid()) {
        return failure(errnoError(say("cannot read %1", absolutePath(path)), errno));
    }
    return m_writer.add(std::move(entry), [&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
        for (;;) {
            const ssize_t n = ::read(file.get(), buffer, capacity);
            if (n >= 0) {
                return static_cast<std::size_t>(n);
            }
            if (errno != EINTR) {
                return failure(errnoError(say("cannot read %1", absolutePath(path)), errno));
            }
        }
    });
}

Result<void> Committer::add(const Found& found) {
    const struct stat& info = found.info;
    LayerEntry entry;
    entry.path = found.path;
    if (isWhiteoutMark(info)) { // before hard links: overlay makes all whiteouts names of one file
        if (!lookupInTrees(m_context, m_trees, found.path)) {
            ::unlink(found.path.c_str()); // hides nothing
            return {};
        }
        entry.type = EntryType::Whiteout;
        return m_writer.add(std::move(entry));
    }
    entry.mode = info.st_mode & 07777U;
    entry.uid = info.st_uid;
    entry.gid = info.st_gid;
    entry.mtime = info.st_mtim.tv_sec; // whole seconds, as BuildKit's layers have them
    if (S_ISREG(info.st_mode)) {
        return addFile(std::move(entry), found);
    }
    if (S_ISDIR(info.st_mode)) {
        entry.type = EntryType::Directory;
        entry.opaque = isOpaque(m_context, found.path); // only where whiteouts could not be made
    } else if (S_ISLNK(info.st_mode)) {
        entry.type = EntryType::Symlink;
        entry.link.resize(static_cast<std::size_t>(info.st_size) + 1);
        const ssize_t n = ::readlink(found.path.c_str(), entry.link.data(), entry.link.size());
        entry.link.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
        entry.mode = 0777;
    } else if (S_ISFIFO(info.st_mode)) {
        entry.type = EntryType::Fifo;
    } else {
        entry.type = S_ISCHR(info.st_mode) ? EntryType::CharDevice : EntryType::BlockDevice;
        entry.devMajor = major(info.st_rdev);
        entry.devMinor = minor(info.st_rdev);
    }
    readXattrs(entry);
    return m_writer.add(std::move(entry));
}

Result<oci::FinishedTar> Committer::commit() {
    std::vector<Found> found;
    SW_CHECK(listBelow("", found));
    std::vector<std::string> removed;
    for (const Found& item : found) {
        if (S_ISDIR(item.info.st_mode)) {
            spellOut(item.path, item.info, removed);
        }
    }
    for (std::string& path : removed) {
        Found item{std::move(path), {}};
        if (::lstat(item.path.c_str(), &item.info) == 0) {
            found.push_back(std::move(item));
        }
    }
    std::ranges::sort(found, {}, &Found::path);
    for (const Found& item : found) {
        SW_CHECK(withContext(add(item), say("while making the layer's entry %1", absolutePath(item.path))));
    }
    return m_writer.finish();
}

} // namespace

Result<oci::FinishedTar> commitUpper(const Context& context, const std::filesystem::path& upper,
                                     const std::vector<std::filesystem::path>& trees, int tarFd) {
    if (::chdir(upper.c_str()) != 0) {
        return failure(errnoError(say("cannot enter %1", upper.native()), errno));
    }
    return Committer(context, trees, tarFd).commit();
}

} // namespace sw::sandbox::process
