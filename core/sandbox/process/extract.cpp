#include "core/sandbox/process/layerjobs.h"

#include "core/base/imagepath.h"
#include "core/io/archivelibrary.h"
#include "core/io/mapping.h"
#include "core/sandbox/process/earliertree.h"
#include "core/sandbox/process/files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <memory>
#include <string_view>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace sw::sandbox::process {

namespace {

using oci::EntryType;
using oci::LayerEntry;

constexpr std::size_t kEntriesWorthAThread = 256;
constexpr std::size_t kMostThreads = 4;

Failure entryError(const LayerEntry& entry, std::string_view what) {
    return failure(errnoError(say("cannot unpack %1: %2", absolutePath(entry.path), what), errno));
}

/// Unpacks the entries of one layer into the current root directory (the process is in a chroot).
class Unpacker {
public:
    Unpacker(const Context& context, std::string_view tar, const EarlierTree* earlier) : m_context(context), m_tar(tar), m_earlier(earlier) {}

    Result<void> unpack(const oci::LayerIndex& index);
    std::size_t leftOut() const { return m_leftOut; }
    bool hasSparse() const { return m_sparse; }
    Result<void> writeSparse(int tarFd, const oci::LayerIndex& index);

private:
    Result<void> makeRange(const oci::LayerIndex& index, std::size_t first, std::size_t last, bool directories);
    Result<void> conclude(const oci::LayerIndex& index);
    Result<void> make(const LayerEntry& entry);
    Result<void> makeFile(const LayerEntry& entry);
    Result<void> makeDevice(const LayerEntry& entry);
    Result<void> setAttributes(const LayerEntry& entry, const char* path);
    Result<void> setXattrs(const LayerEntry& entry, const char* path);
    Result<void> makeParents(const LayerEntry& entry);

    const Context& m_context;
    std::string_view m_tar;
    const EarlierTree* m_earlier; ///< may be null
    EarlierTree::Place m_place;
    std::string m_lastParent;
    std::size_t m_leftOut = 0;
    bool m_sparse = false;
};

const char* pathOf(const LayerEntry& entry) { return entry.path.empty() ? "." : entry.path.c_str(); }

void setTime(const LayerEntry& entry) {
    const timespec time{entry.mtime, entry.mtimeNs};
    const std::array<timespec, 2> times{time, time};
    static_cast<void>(::utimensat(AT_FDCWD, pathOf(entry), times.data(), AT_SYMLINK_NOFOLLOW));
}

/// [first, last) of the index, either its directories or what lies in them. Hard links come later.
Result<void> Unpacker::makeRange(const oci::LayerIndex& index, std::size_t first, std::size_t last, bool directories) {
    for (std::size_t i = first; i < last; ++i) {
        const LayerEntry& entry = index.entries[i];
        if (entry.type != EntryType::HardLink && (entry.type == EntryType::Directory) == directories) {
            SW_CHECK(make(entry));
        }
    }
    return {};
}

/// What needs everything else to be there.
Result<void> Unpacker::conclude(const oci::LayerIndex& index) {
    for (const LayerEntry& entry : index.entries) {
        if (entry.type != EntryType::HardLink) {
            continue;
        }
        SW_CHECK(makeParents(entry));
        if (::link(entry.link.c_str(), pathOf(entry)) != 0) {
            return entryError(entry, "cannot link to " + absolutePath(entry.link));
        }
    }
    // Making what is inside changes a directory's time, so theirs come last, deepest first.
    for (auto entry = index.entries.rbegin(); entry != index.entries.rend(); ++entry) {
        if (entry->type == EntryType::Directory) {
            setTime(*entry);
        }
    }
    return {};
}

/// All entries: directories first, then the files of each part of the index on a thread of its own.
Result<void> Unpacker::unpack(const oci::LayerIndex& index) {
    const std::size_t count = index.entries.size();
    SW_CHECK(makeRange(index, 0, count, true));
    const std::size_t threads = std::clamp<std::size_t>(std::min<std::size_t>(std::thread::hardware_concurrency(), count / kEntriesWorthAThread), 1, kMostThreads);
    std::vector<Unpacker> helpers;
    for (std::size_t i = 1; i < threads; ++i) {
        helpers.emplace_back(m_context, m_tar, m_earlier);
    }
    std::vector<Result<void>> results(threads);
    {
        std::vector<std::jthread> running;
        for (std::size_t i = 1; i < threads; ++i) {
            running.emplace_back([&, i] { results[i] = helpers[i - 1].makeRange(index, count * i / threads, count * (i + 1) / threads, false); });
        }
        results[0] = makeRange(index, 0, count / threads, false);
    }
    for (const Unpacker& helper : helpers) {
        m_leftOut += helper.m_leftOut;
        m_sparse = m_sparse || helper.m_sparse;
    }
    for (Result<void>& result : results) {
        SW_CHECK(std::move(result));
    }
    return conclude(index);
}

Result<void> Unpacker::makeParents(const LayerEntry& entry) {
    const std::string_view parent = parentPath(entry.path);
    if (parent.empty() || parent == m_lastParent) {
        return {};
    }
    std::string part;
    for (const std::string_view name : splitPath(parent)) {
        part += (part.empty() ? "" : "/") + std::string(name);
        if (::mkdir(part.c_str(), 0755) != 0 && errno != EEXIST) {
            return entryError(entry, "cannot make its directory");
        }
    }
    m_lastParent = parent;
    return {};
}

Result<void> Unpacker::make(const LayerEntry& entry) {
    SW_CHECK(makeParents(entry));
    const char* path = pathOf(entry);
    switch (entry.type) {
    case EntryType::File:
        return makeFile(entry);
    case EntryType::Directory:
        if (::mkdir(path, 0700) != 0 && errno != EEXIST) {
            return entryError(entry, "cannot make the directory");
        }
        break;
    case EntryType::Symlink:
        if (::symlink(entry.link.c_str(), path) != 0) {
            return entryError(entry, "cannot make the link");
        }
        break;
    case EntryType::Fifo:
        if (::mkfifo(path, 0600) != 0) {
            return entryError(entry, "cannot make the pipe");
        }
        break;
    case EntryType::CharDevice:
    case EntryType::BlockDevice:
        return makeDevice(entry);
    case EntryType::Whiteout:
        if (::mknod(path, S_IFCHR, 0) != 0) {
            return entryError(entry, "cannot mark it as deleted");
        }
        return {};
    case EntryType::HardLink:
        return {};
    }
    SW_CHECK(setAttributes(entry, path));
    if (entry.opaque) {
        const std::string name = std::string(m_context.overlayPrefix()) + "opaque";
        if (::lsetxattr(path, name.c_str(), "y", 1, 0) != 0) {
            return entryError(entry, "cannot mark the directory as replaced (does the file system store user.* attributes?)");
        }
    }
    return {};
}

Result<void> Unpacker::makeFile(const LayerEntry& entry) {
    const char* path = pathOf(entry);
    if (!entry.sparse && (entry.dataOffset > m_tar.size() || entry.size > m_tar.size() - entry.dataOffset)) {
        return failure(ErrorCode::Corrupt, say("the layer ends within %1", absolutePath(entry.path)));
    }
    std::string_view bytes = entry.sparse ? std::string_view() : m_tar.substr(entry.dataOffset, entry.size);
    if (m_earlier != nullptr && m_earlier->link(entry, bytes, m_place)) {
        return {};
    }
    const UniqueFd file(::open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.valid()) {
        return entryError(entry, "cannot make the file");
    }
    if (entry.sparse) {
        m_sparse = true; // contents in a second pass, then attributes
        return {};
    }
    while (!bytes.empty()) {
        const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
        if (n < 0 && errno != EINTR) {
            return entryError(entry, "cannot write");
        }
        bytes.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    const bool chowned = ::fchown(file.get(), entry.uid, entry.gid) == 0;
    if (!chowned && m_context.isolation != Isolation::SingleUid) {
        return setAttributes(entry, path); // for its message
    }
    if (::fchmod(file.get(), entry.mode & 07777U) != 0) {
        return entryError(entry, "cannot set its mode");
    }
    SW_CHECK(setXattrs(entry, path));
    const timespec time{entry.mtime, entry.mtimeNs};
    const std::array<timespec, 2> times{time, time};
    static_cast<void>(::futimens(file.get(), times.data()));
    return {};
}

Result<void> Unpacker::makeDevice(const LayerEntry& entry) {
    const mode_t type = entry.type == EntryType::CharDevice ? S_IFCHR : S_IFBLK;
    const dev_t device = makedev(entry.devMajor, entry.devMinor);
    if (device == 0 && type == S_IFCHR) {
        ++m_leftOut; // would read as a deletion
        return {};
    }
    if (::mknod(pathOf(entry), type | 0600U, device) != 0) {
        if (errno != EPERM) {
            return entryError(entry, "cannot make the device node");
        }
        ++m_leftOut;
        return {};
    }
    return setAttributes(entry, pathOf(entry));
}

Result<void> Unpacker::setAttributes(const LayerEntry& entry, const char* path) {
    if (::lchown(path, entry.uid, entry.gid) != 0 && m_context.isolation != Isolation::SingleUid) {
        if (errno == EINVAL) {
            return failure(ErrorCode::Unsupported,
                           say("cannot unpack %1: its owner %2:%3 is outside of your subordinate ids; give yourself more of them in /etc/subuid and /etc/subgid (65536 are usual)", absolutePath(entry.path), entry.uid, entry.gid));
        }
        return entryError(entry, std::format("cannot give it to {}:{}", entry.uid, entry.gid));
    }
    if (entry.type != EntryType::Symlink && ::chmod(path, entry.mode & 07777U) != 0) {
        return entryError(entry, "cannot set its mode");
    }
    SW_CHECK(setXattrs(entry, path));
    setTime(entry);
    return {};
}

Result<void> Unpacker::setXattrs(const LayerEntry& entry, const char* path) {
    const std::string_view own = m_context.overlayPrefix();
    for (const auto& [name, value] : entry.xattrs) {
        // Marks that an image smuggles in must not steer our own mounts: they get overlay's escaped names.
        const std::string escaped = name.starts_with(own) ? std::string(own) + "overlay." + name.substr(own.size()) : name;
        if (name == "security.selinux" || ::lsetxattr(path, escaped.c_str(), value.data(), value.size(), 0) == 0) {
            continue;
        }
        if (name == "security.capability" && m_context.isolation != Isolation::SingleUid && errno != ENOTSUP) {
            return entryError(entry, "cannot set its capabilities");
        }
        ++m_leftOut; // trusted.* in a user namespace, ACLs on other file systems, user.* on links
    }
    return {};
}

/// Files that the tar holds in pieces are read by libarchive, which knows all the formats of that.
Result<void> Unpacker::writeSparse(int tarFd, const oci::LayerIndex& index) {
    SW_TRY(const io::ArchiveLibrary* const library, io::archiveLibrary()); // loaded before the chroot
    const std::unique_ptr<archive, int (*)(archive*)> reader(library->readNew(), library->readFree);
    library->supportTar(reader.get());
    if (::lseek(tarFd, 0, SEEK_SET) != 0 || library->readOpenFd(reader.get(), tarFd, 1U << 20U) != ARCHIVE_OK) {
        return failure(ErrorCode::Io, say("cannot read the layer again for its sparse files"));
    }
    archive_entry* header = nullptr;
    for (int state = 0; (state = library->nextHeader(reader.get(), &header)) == ARCHIVE_OK || state == ARCHIVE_WARN;) {
        const LayerEntry* entry = index.find(cleanImagePath(library->pathname(header)));
        if (entry == nullptr || !entry->sparse || entry->type != EntryType::File) {
            continue;
        }
        const UniqueFd file(::open(pathOf(*entry), O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC));
        if (!file.valid() || library->readDataIntoFd(reader.get(), file.get()) != ARCHIVE_OK ||
            ::ftruncate(file.get(), static_cast<off_t>(entry->size)) != 0) {
            return entryError(*entry, "cannot write the sparse file");
        }
        SW_CHECK(setAttributes(*entry, pathOf(*entry)));
    }
    return {};
}

Result<std::size_t> unpackInto(const Context& context, const std::filesystem::path& tar, const std::filesystem::path& aside,
                               const std::optional<LayerForms>& like) {
    const UniqueFd fd(::open(tar.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) {
        return failure(errnoError(say("cannot open the layer %1", tar.native()), errno));
    }
    SW_TRY(const oci::LayerIndex index, indexOfLayer(tar, fd.get()));
    SW_TRY(const io::Mapping mapping, withContext(io::Mapping::of(fd.get()), say("the layer %1", tar.native())));
    const std::unique_ptr<EarlierTree> earlier = like ? EarlierTree::open(like->tar, like->tree) : nullptr;
    if (::mkdir(aside.c_str(), 0755) != 0) {
        return failure(errnoError(say("cannot make %1", aside.native()), errno));
    }
    if (std::ranges::any_of(index.entries, &LayerEntry::sparse)) {
        SW_CHECK(io::archiveLibrary());
    }
    // Links in the layer may lead anywhere: from here on nothing outside of the tree has a name.
    if (::chroot(aside.c_str()) != 0 || ::chdir("/") != 0) {
        return failure(errnoError(say("cannot enter %1", aside.native()), errno));
    }
    Unpacker unpacker(context, mapping.bytes(), earlier.get());
    SW_CHECK(unpacker.unpack(index));
    if (unpacker.hasSparse()) {
        SW_CHECK(unpacker.writeSparse(fd.get(), index));
    }
    return unpacker.leftOut();
}

} // namespace

Result<std::size_t> extractLayer(const Context& context, const std::filesystem::path& tar,
                                 const std::filesystem::path& tree, const std::filesystem::path& aside,
                                 const std::optional<LayerForms>& like) {
    const UniqueFd outside(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
    const UniqueFd target(::open(tree.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const UniqueFd work(::open(aside.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!outside.valid() || !target.valid() || !work.valid()) {
        return failure(errnoError(say("cannot open %1", tree.parent_path().native()), errno));
    }
    const std::string name = tree.filename().native();
    if (::faccessat(target.get(), name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        return std::size_t{0};
    }
    ::umask(0);
    Result<std::size_t> done = unpackInto(context, tar, aside, like);
    const bool moved = done && ::renameat(work.get(), aside.filename().c_str(), target.get(), name.c_str()) == 0;
    const int error = errno;
    if (moved) {
        return done;
    }
    if (::fchdir(outside.get()) == 0 && ::chroot(".") == 0) {
        static_cast<void>(removeTree(aside));
    }
    if (!done) {
        return done;
    }
    if (error != ENOTEMPTY && error != EEXIST) { // those: somebody else unpacked it meanwhile
        return failure(errnoError(say("cannot move the unpacked layer to %1", tree.native()), error));
    }
    return done;
}

} // namespace sw::sandbox::process
