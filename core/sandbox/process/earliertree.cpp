#include "core/sandbox/process/earliertree.h"

#include "core/base/imagepath.h"
#include "core/io/atomicfile.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

namespace sw::sandbox::process {

namespace {

/// A directory of the tree, by a way that no link of the tree bends.
UniqueFd directoryIn(int tree, const std::string& path) {
    open_how how{};
    how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
    return UniqueFd(static_cast<int>(::syscall(SYS_openat2, tree, path.empty() ? "." : path.c_str(), &how, sizeof how)));
}

bool sameFile(const oci::LayerEntry& a, const oci::LayerEntry& b) {
    const auto facts = [](const oci::LayerEntry& entry) {
        return std::tie(entry.type, entry.mode, entry.uid, entry.gid, entry.size, entry.mtime, entry.mtimeNs);
    };
    return facts(a) == facts(b) && a.xattrs.empty() && b.xattrs.empty() && !a.sparse && !b.sparse;
}

} // namespace

Result<oci::LayerIndex> indexOfLayer(const std::filesystem::path& tar, int fd) {
    struct stat info {};
    if (const auto bytes = io::readFile(tar.parent_path() / "index"); bytes && ::fstat(fd, &info) == 0) {
        if (auto index = oci::parseIndex(*bytes); index && index->tarBytes == static_cast<std::uint64_t>(info.st_size)) {
            return std::move(*index);
        }
    }
    return oci::indexTar(fd, false);
}

EarlierTree::EarlierTree(UniqueFd tree, io::Mapping tar, oci::LayerIndex index)
    : m_tree(std::move(tree)), m_tar(std::move(tar)), m_index(std::move(index)) {}

std::unique_ptr<EarlierTree> EarlierTree::open(const std::filesystem::path& tar, const std::filesystem::path& tree) {
    UniqueFd directory(::open(tree.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    const UniqueFd file(::open(tar.c_str(), O_RDONLY | O_CLOEXEC));
    if (!directory.valid() || !file.valid()) {
        return nullptr;
    }
    auto mapped = io::Mapping::of(file.get());
    auto index = indexOfLayer(tar, file.get());
    if (!mapped || !index) {
        return nullptr;
    }
    return std::unique_ptr<EarlierTree>(new EarlierTree(std::move(directory), std::move(*mapped), std::move(*index)));
}

bool EarlierTree::link(const oci::LayerEntry& entry, std::string_view bytes, Place& place) const {
    const oci::LayerEntry* earlier = m_index.find(entry.path);
    const std::string_view tar = m_tar.bytes();
    if (earlier == nullptr || !sameFile(entry, *earlier) || earlier->dataOffset > tar.size() ||
        tar.substr(earlier->dataOffset, earlier->size) != bytes) {
        return false;
    }
    const std::string_view parent = parentPath(entry.path);
    if (!place.directory.valid() || place.path != parent) {
        place.path = parent;
        place.directory = directoryIn(m_tree.get(), place.path);
    }
    const std::string name(baseName(entry.path));
    return place.directory.valid() && ::linkat(place.directory.get(), name.c_str(), AT_FDCWD, entry.path.c_str(), 0) == 0;
}

} // namespace sw::sandbox::process
