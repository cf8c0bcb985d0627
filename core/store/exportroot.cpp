#include "core/store/exportlayout.h"

#include "core/base/imagepath.h"
#include "core/io/atomicfile.h"
#include "core/io/bytereader.h"
#include "core/io/filetree.h"
#include "core/store/statement.h"

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
    LocalWriter(fs::path root, std::optional<std::int64_t> times) : m_root(std::move(root)), m_times(times) {}

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

    /// A file of ours at the top.
    Result<void> putText(const std::string& name, const std::string& text) {
        SW_TRY(const int parent, directoryOf(""));
        const UniqueFd fd(::openat(parent, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!fd.valid()) {
            return failed(name);
        }
        SW_CHECK(io::writeAll(fd.get(), text));
        if (m_times) {
            setTime(fd.get(), "", {});
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

    void setTime(int fd, const std::string& name, const oci::LayerEntry& entry) const {
        const timespec time{m_times.value_or(entry.mtime), m_times ? 0 : static_cast<long>(entry.mtimeNs)};
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
    std::optional<std::int64_t> m_times;
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

namespace {

struct Part {
    const PlatformImage* platform = nullptr;
    std::string folder; ///< "linux_arm64", or none
};

std::vector<Part> partsOf(const ExportSubject& subject, const ExportOptions& options) {
    std::vector<Part> parts;
    for (const PlatformImage& one : subject.platforms) {
        std::string folder = one.platform.text();
        std::ranges::replace(folder, '/', '_');
        parts.push_back({&one, options.platformSplit.value_or(subject.platforms.size() > 1) ? folder : std::string()});
    }
    return parts;
}

/// Attestations about plain files name each file by its digest.
Result<std::vector<StatementSubject>> fileSubjects(const OpenImage& open, const std::stop_token& stop) {
    std::vector<StatementSubject> out;
    SW_CHECK(eachVisible(open, stop, [&](const Visible& one) -> Result<void> {
        if (one.bytes == nullptr) {
            return {};
        }
        Sha256 hasher;
        std::vector<char> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(one.bytes->size, 1U << 20U)));
        for (std::uint64_t at = 0; at < one.bytes->size;) {
            SW_TRY(const std::size_t got, open.layers[one.layer]->read(*one.bytes, at, buffer.data(), buffer.size()));
            if (got == 0) {
                return failure(ErrorCode::Corrupt, say("The layer ends within '%1'", one.path));
            }
            hasher.add(std::string_view(buffer.data(), got));
            at += got;
        }
        out.emplace_back(one.path, hasher.finish());
        return {};
    }));
    return out;
}

struct StatementFile {
    std::string name;
    std::string text;
};

Result<std::vector<StatementFile>> statementsOf(const OpenImage& open, const Part& part, bool split, const ExportOptions& options,
                                                const std::stop_token& stop) {
    std::vector<StatementFile> out;
    if (part.platform->attestations.empty()) {
        return out;
    }
    SW_TRY(const auto subjects, fileSubjects(open, stop));
    for (const Attestation& attestation : part.platform->attestations) {
        std::string name = options.attestationPrefix + attestation.fileName;
        if (!split) { // several platforms in one folder
            std::string platform = part.platform->platform.text();
            std::ranges::replace(platform, '/', '_');
            const std::size_t dot = name.rfind('.');
            name.insert(dot == std::string::npos ? name.size() : dot, "." + platform);
        }
        out.push_back({std::move(name), statementJson(attestation, part.platform->image.manifest, subjects, 2)});
    }
    return out;
}

/// A path that two platforms have, and not both as a folder, cannot be in one folder.
class Joined {
public:
    explicit Joined(bool joins) : m_joins(joins) {}
    /// False: the folder is there already.
    Result<bool> add(const std::string& path, bool folder, const oci::Platform& platform) {
        if (!m_joins) {
            return true;
        }
        const auto [found, isNew] = m_seen.try_emplace(path, folder, platform.text());
        if (isNew) {
            return true;
        }
        if (folder && found->second.first) {
            return false;
        }
        return failure(ErrorCode::Exists, say("'%1' comes from %2 and from %3: without platform-split the files of several platforms have to have different names", path, found->second.second, platform.text()));
    }

private:
    bool m_joins;
    std::map<std::string, std::pair<bool, std::string>> m_seen;
};

bool inOneFolder(const std::vector<Part>& parts) { return parts.size() > 1 && parts.front().folder.empty(); }

} // namespace

Result<void> writeRootTar(Store& store, const ExportSubject& subject, const ExportOptions& options, const TransferSink& progress,
                          const std::stop_token& stop) {
    const std::vector<Part> parts = partsOf(subject, options);
    return writeAside(options.destination, [&](int fd) -> Result<void> {
        oci::LayerWriter writer(fd);
        Joined joined(inOneFolder(parts));
        const auto timed = [&](oci::LayerEntry& entry) {
            if (options.fileTimes) {
                entry.mtime = *options.fileTimes;
                entry.mtimeNs = 0;
            }
        };
        for (const Part& part : parts) {
            SW_TRY(const OpenImage open, OpenImage::of(store, part.platform->image));
            const std::string prefix = part.folder.empty() ? std::string() : part.folder + "/";
            if (!prefix.empty()) {
                oci::LayerEntry folder;
                folder.path = part.folder;
                folder.type = oci::EntryType::Directory;
                folder.mode = 0755;
                timed(folder);
                SW_CHECK(writer.add(std::move(folder)));
            }
            std::uint64_t done = 0;
            SW_CHECK(eachVisible(open, stop, [&](const Visible& one) -> Result<void> {
                SW_TRY(const bool fresh, joined.add(one.path, one.entry->type == oci::EntryType::Directory, part.platform->platform));
                if (one.path.empty() || !fresh) {
                    return {};
                }
                oci::LayerEntry entry = one.bytes != nullptr ? *one.bytes : *one.entry;
                entry.path = prefix + one.path;
                entry.opaque = false;
                timed(entry);
                if (!one.linkTo.empty()) {
                    entry.type = oci::EntryType::HardLink;
                    entry.link = prefix + one.linkTo;
                    return writer.add(std::move(entry));
                }
                done += entry.size;
                if (progress) {
                    progress({"write", done, open.total});
                }
                return writer.add(std::move(entry), one.bytes != nullptr ? sourceOf(*open.layers[one.layer], *one.bytes) : oci::ByteSource());
            }));
            SW_TRY(const auto statements, statementsOf(open, part, !inOneFolder(parts), options, stop));
            for (const StatementFile& statement : statements) {
                oci::LayerEntry entry;
                entry.path = prefix + statement.name;
                entry.mode = 0600;
                entry.size = statement.text.size();
                timed(entry);
                io::MemoryReader bytes(statement.text);
                SW_CHECK(writer.add(std::move(entry), [&](char* buffer, std::size_t capacity) { return bytes.read(buffer, capacity); }));
            }
        }
        SW_TRY([[maybe_unused]] const oci::FinishedTar tar, writer.finish());
        return {};
    });
}

namespace {

Result<void> writePlatform(Store& store, const Part& part, bool joins, const fs::path& place, const ExportOptions& options, Joined& joined,
                           const TransferSink& progress, const std::stop_token& stop) {
    SW_TRY(const OpenImage open, OpenImage::of(store, part.platform->image));
    LocalWriter writer(place, options.fileTimes);
    SW_CHECK(writer.begin());
    std::uint64_t done = 0;
    SW_CHECK(eachVisible(open, stop, [&](const Visible& one) -> Result<void> {
        SW_TRY([[maybe_unused]] const bool fresh, joined.add(one.path, one.entry->type == oci::EntryType::Directory, part.platform->platform));
        done += one.bytes != nullptr && one.linkTo.empty() ? one.bytes->size : 0;
        if (progress) {
            progress({"write", done, open.total});
        }
        return writer.put(one, one.bytes == nullptr ? nullptr : open.layers[one.layer].get());
    }));
    SW_TRY(const auto statements, statementsOf(open, part, !joins, options, stop));
    for (const StatementFile& statement : statements) {
        SW_CHECK(writer.putText(statement.name, statement.text));
    }
    return writer.finish();
}

/// Everything in a folder but one entry.
void emptyBut(const fs::path& folder, const fs::path& kept) {
    std::error_code error;
    std::vector<fs::path> gone;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().filename() != kept.filename()) {
            gone.push_back(entry.path());
        }
    }
    for (const fs::path& path : gone) {
        fs::remove_all(path, error);
    }
}

} // namespace

Result<void> writeLocalFolder(Store& store, const ExportSubject& subject, const ExportOptions& options, const TransferSink& progress,
                              const std::stop_token& stop) {
    const std::vector<Part> parts = partsOf(subject, options);
    const fs::path& destination = options.destination;
    std::error_code error;
    const fs::path clean = destination.has_filename() ? destination : destination.parent_path();
    if (options.deleteOthers && fs::weakly_canonical(clean, error) == "/") {
        return failure(ErrorCode::Invalid, say("mode=delete would delete this computer's files: give a folder as dest"));
    }
    // Beside a new folder, within one that exists: on its file system, and without asking more of its parent.
    const bool exists = fs::is_directory(clean, error);
    const fs::path aside = exists ? clean / (".new-" + io::uniqueName()) : fs::path(clean.string() + ".new-" + io::uniqueName());
    const auto fill = [&]() -> Result<void> {
        const bool joins = inOneFolder(parts);
        Joined joined(joins);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (parts[i].folder.empty() && i > 0) {
                const fs::path more = aside.string() + "+";
                auto written = writePlatform(store, parts[i], joins, more, options, joined, progress, stop);
                written = written ? mergeInto(more, aside) : std::move(written);
                fs::remove_all(more, error);
                SW_CHECK(written);
                continue;
            }
            if (!parts[i].folder.empty()) {
                SW_CHECK(io::makeDirectories(aside));
            }
            SW_CHECK(writePlatform(store, parts[i], joins, parts[i].folder.empty() ? aside : aside / parts[i].folder, options, joined, progress, stop));
        }
        if (!fs::exists(clean, error)) {
            return io::renameFile(aside, clean);
        }
        if (!fs::is_directory(clean, error)) {
            return failure(ErrorCode::Exists, say("'%1' exists and is no folder", clean.string()));
        }
        if (options.deleteOthers) {
            emptyBut(clean, aside);
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
