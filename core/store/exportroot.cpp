#include "core/store/exportlayout.h"

#include "core/base/imagepath.h"
#include "core/io/atomicfile.h"
#include "core/io/bytereader.h"
#include "core/io/filetree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <vector>

namespace sw::store {

namespace fs = std::filesystem;

namespace {

/// The layers of an image with the view over them.
struct OpenImage {
    std::vector<std::shared_ptr<const Layer>> layers;
    oci::StackView view;
    std::uint64_t total = 0;

    static Result<OpenImage> of(Store& store, const Image& image) {
        OpenImage out;
        std::vector<std::shared_ptr<const oci::LayerIndex>> indexes;
        for (const LayerId& id : image.layers) {
            SW_TRY(auto layer, store.layer(id));
            indexes.push_back(layer->index());
            out.total += layer->info().contentBytes;
            out.layers.push_back(std::move(layer));
        }
        out.view = oci::StackView(std::move(indexes));
        return out;
    }
};

/// One visible thing with its contents found: a hard link whose file was seen already, or where its bytes are.
struct Visible {
    const oci::LayerEntry* entry = nullptr; ///< attributes
    std::string path;
    std::string linkTo;                       ///< earlier path with the same file
    const oci::LayerEntry* bytes = nullptr; ///< File entry with the contents
    std::size_t layer = 0;                    ///< that holds them
};

/// Visits everything visible in path order; names of one file come as the file and links to it, in that order.
Result<void> eachVisible(const OpenImage& image, const std::stop_token& stop, const std::function<Result<void>(const Visible&)>& visit) {
    std::map<const oci::LayerEntry*, std::string> seen;
    Result<void> result;
    image.view.walk("", [&](const oci::StackView::Found& found) {
        if (stop.stop_requested()) {
            result = failure(ErrorCode::Cancelled, say("Stopped"));
            return false;
        }
        Visible one{found.entry, found.path, {}, nullptr, found.layer};
        if (found.entry->type == oci::EntryType::File || found.entry->type == oci::EntryType::HardLink) {
            const auto content = image.view.content(found);
            if (!content) {
                return true; // a link to nothing
            }
            one.bytes = content->entry;
            one.layer = content->layer;
            const auto [first, isNew] = seen.emplace(content->entry, found.path);
            one.linkTo = isNew ? "" : first->second;
        }
        result = visit(one);
        return result.has_value();
    });
    return result;
}

oci::ByteSource sourceOf(const Layer& layer, const oci::LayerEntry& entry) {
    return [&layer, &entry, at = std::uint64_t{0}](char* buffer, std::size_t capacity) mutable -> Result<std::size_t> {
        SW_TRY(const std::size_t got, layer.read(entry, at, buffer, capacity));
        at += got;
        return got;
    };
}

/// Plain files below a folder. Every step is relative to an open directory, so that a link of the image leads nowhere.
class LocalWriter {
public:
    explicit LocalWriter(fs::path root) : m_root(std::move(root)) {}

    Result<void> begin() {
        if (::mkdir(m_root.c_str(), 0755) != 0) {
            return failed("");
        }
        m_open.emplace_back("", UniqueFd(::open(m_root.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)));
        return m_open.back().second.valid() ? Result<void>() : failed("");
    }

    Result<void> put(const Visible& one, const Layer* layer) {
        if (one.path.empty()) {
            m_directories.push_back({"", one.entry});
            return {};
        }
        SW_TRY(const int parent, directoryOf(std::string(parentPath(one.path))));
        const std::string name(baseName(one.path));
        switch (one.entry->type) {
        case oci::EntryType::Directory:
            m_directories.push_back({one.path, one.entry});
            return ::mkdirat(parent, name.c_str(), 0700) == 0 ? Result<void>() : failed(one.path);
        case oci::EntryType::Symlink:
            if (::symlinkat(one.entry->link.c_str(), parent, name.c_str()) != 0) {
                return failed(one.path);
            }
            setTime(parent, name, *one.entry);
            return {};
        case oci::EntryType::Fifo:
            return ::mkfifoat(parent, name.c_str(), one.entry->mode & 07777U) == 0 ? Result<void>() : failed(one.path);
        case oci::EntryType::CharDevice:
        case oci::EntryType::BlockDevice: { // only root can; others do without
            const mode_t kind = one.entry->type == oci::EntryType::CharDevice ? S_IFCHR : S_IFBLK;
            ::mknodat(parent, name.c_str(), kind | (one.entry->mode & 07777U), makedev(one.entry->devMajor, one.entry->devMinor));
            return {};
        }
        case oci::EntryType::Whiteout: return {};
        case oci::EntryType::File:
        case oci::EntryType::HardLink: return putFile(parent, name, one, *layer);
        }
        return {};
    }

    /// Modes and times of directories, deepest first: until now they had to be writable.
    Result<void> finish() {
        m_open.resize(1);
        for (auto directory = m_directories.rbegin(); directory != m_directories.rend(); ++directory) {
            const auto& [path, entry] = *directory;
            SW_TRY(const int fd, directoryOf(path));
            ::fchmod(fd, entry->mode & 07777U);
            setTime(fd, "", *entry);
        }
        return {};
    }

private:
    Failure failed(const std::string& path) const {
        return failure(errnoError(say("Cannot write '%1'", (m_root / path).string()), errno));
    }

    static void setTime(int fd, const std::string& name, const oci::LayerEntry& entry) {
        const timespec time{entry.mtime, static_cast<long>(entry.mtimeNs)};
        const timespec times[2] = {time, time};
        if (name.empty()) {
            ::futimens(fd, times);
        } else {
            ::utimensat(fd, name.c_str(), times, AT_SYMLINK_NOFOLLOW);
        }
    }

    /// The open directory of a path; those on the way to the last one asked for stay open.
    Result<int> directoryOf(const std::string& path) {
        while (m_open.size() > 1 && !isWithin(path, m_open.back().first)) {
            m_open.pop_back();
        }
        while (m_open.back().first != path) {
            const std::size_t done = m_open.back().first.empty() ? 0 : m_open.back().first.size() + 1;
            const std::size_t end = std::min(path.find('/', done), path.size());
            const std::string name = path.substr(done, end - done);
            UniqueFd next(::openat(m_open.back().second.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
            if (!next.valid()) {
                return failed(path);
            }
            m_open.emplace_back(path.substr(0, end), std::move(next));
        }
        return m_open.back().second.get();
    }

    Result<void> putFile(int parent, const std::string& name, const Visible& one, const Layer& layer) {
        if (!one.linkTo.empty() && ::linkat(m_open.front().second.get(), one.linkTo.c_str(), parent, name.c_str(), 0) == 0) {
            return {};
        }
        const UniqueFd fd(::openat(parent, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!fd.valid()) {
            return failed(one.path);
        }
        std::vector<char> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(one.bytes->size, 1U << 20U)));
        for (std::uint64_t at = 0; at < one.bytes->size;) {
            SW_TRY(const std::size_t got, layer.read(*one.bytes, at, buffer.data(), buffer.size()));
            if (got == 0) {
                return failure(ErrorCode::Corrupt, say("The layer ends within '%1'", one.path));
            }
            SW_CHECK(withContext(io::writeAll(fd.get(), {buffer.data(), got}), "'" + one.path + "'"));
            at += got;
        }
        ::fchmod(fd.get(), one.bytes->mode & 07777U);
        setTime(fd.get(), "", *one.bytes);
        return {};
    }

    fs::path m_root;
    std::vector<std::pair<std::string, UniqueFd>> m_open;
    std::vector<std::pair<std::string, const oci::LayerEntry*>> m_directories;
};

/// Moves what was written aside into a folder that exists: files replace files, folders are joined.
Result<void> mergeInto(const fs::path& from, const fs::path& to) {
    std::vector<fs::path> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(from, error)) {
        names.push_back(entry.path().filename());
    }
    for (const fs::path& name : names) {
        const auto source = io::statFile(from / name);
        const auto target = io::statFile(to / name);
        const bool join = source && target && source->kind == io::FileKind::Directory && target->kind == io::FileKind::Directory;
        if (join) {
            SW_CHECK(mergeInto(from / name, to / name));
            ::chmod((to / name).c_str(), source->mode);
            ::rmdir((from / name).c_str());
            continue;
        }
        if (target && source && source->kind == io::FileKind::Directory) {
            ::unlink((to / name).c_str());
        }
        SW_CHECK(io::renameFile(from / name, to / name));
    }
    return {};
}

} // namespace

Result<void> writeRootTar(Store& store, const Image& image, const fs::path& destination, const TransferSink& progress,
                          const std::stop_token& stop) {
    SW_TRY(const OpenImage open, OpenImage::of(store, image));
    const fs::path aside = destination.string() + ".new-" + io::uniqueName();
    const UniqueFd fd(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!fd.valid()) {
        return failure(errnoError(say("Cannot write '%1'", destination.string()), errno));
    }
    const auto fill = [&]() -> Result<void> {
        oci::LayerWriter writer(fd.get());
        std::uint64_t done = 0;
        SW_CHECK(eachVisible(open, stop, [&](const Visible& one) -> Result<void> {
            if (one.path.empty()) {
                return {};
            }
            oci::LayerEntry entry = one.bytes != nullptr ? *one.bytes : *one.entry;
            entry.path = one.path;
            entry.opaque = false;
            if (!one.linkTo.empty()) {
                entry.type = oci::EntryType::HardLink;
                entry.link = one.linkTo;
                return writer.add(std::move(entry));
            }
            done += entry.size;
            if (progress) {
                progress({"write", done, open.total});
            }
            return writer.add(std::move(entry), one.bytes != nullptr ? sourceOf(*open.layers[one.layer], *one.bytes) : oci::ByteSource());
        }));
        SW_TRY([[maybe_unused]] const oci::FinishedTar tar, writer.finish());
        return io::renameFile(aside, destination);
    };
    auto filled = withContext(fill(), say("writing '%1'", destination.string()));
    if (!filled) {
        ::unlink(aside.c_str());
    }
    return filled;
}

Result<void> writeLocalFolder(Store& store, const Image& image, const fs::path& destination, const TransferSink& progress,
                              const std::stop_token& stop) {
    SW_TRY(const OpenImage open, OpenImage::of(store, image));
    std::error_code error;
    const fs::path clean = destination.has_filename() ? destination : destination.parent_path();
    // Beside a new folder, within one that exists: on its file system, and without asking more of its parent.
    const bool joins = fs::is_directory(clean, error);
    const fs::path aside = joins ? clean / (".new-" + io::uniqueName()) : fs::path(clean.string() + ".new-" + io::uniqueName());
    const auto fill = [&]() -> Result<void> {
        LocalWriter writer(aside);
        SW_CHECK(writer.begin());
        std::uint64_t done = 0;
        SW_CHECK(eachVisible(open, stop, [&](const Visible& one) -> Result<void> {
            done += one.bytes != nullptr && one.linkTo.empty() ? one.bytes->size : 0;
            if (progress) {
                progress({"write", done, open.total});
            }
            return writer.put(one, one.bytes == nullptr ? nullptr : open.layers[one.layer].get());
        }));
        SW_CHECK(writer.finish());
        if (!fs::exists(clean, error)) {
            return io::renameFile(aside, clean);
        }
        if (!fs::is_directory(clean, error)) {
            return failure(ErrorCode::Exists, say("'%1' exists and is no folder", clean.string()));
        }
        SW_CHECK(mergeInto(aside, clean));
        fs::remove_all(aside, error);
        return {};
    };
    auto filled = fill();
    if (!filled) {
        fs::remove_all(aside, error);
    }
    return filled;
}

} // namespace sw::store
