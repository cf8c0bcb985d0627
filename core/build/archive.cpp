#include "core/build/archive.h"

#include "core/base/imagepath.h"
#include "core/io/archivelibrary.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>


namespace sw::build {

namespace {

constexpr std::size_t kBlock = 1U << 18U;

struct ReadState {
    const oci::ByteSource* source;
    std::vector<char> buffer = std::vector<char>(kBlock);
    std::optional<Error> error;
};

la_ssize_t readBlock(::archive* /*archive*/, void* data, const void** block) {
    auto* state = static_cast<ReadState*>(data);
    auto count = (*state->source)(state->buffer.data(), state->buffer.size());
    if (!count) {
        state->error = count.error();
        return -1;
    }
    *block = state->buffer.data();
    return static_cast<la_ssize_t>(*count);
}

using Library = io::ArchiveLibrary;
using Reader = std::unique_ptr<::archive, int (*)(::archive*)>;

/// Null: it cannot be opened.
Reader openReader(const Library& library, ReadState& state) {
    Reader reader(library.readNew(), library.readFree);
    library.supportTar(reader.get());
    library.supportGzip(reader.get());
    library.supportBzip2(reader.get());
    library.supportXz(reader.get());
    library.supportZstd(reader.get());
    if (library.readOpen(reader.get(), &state, nullptr, &readBlock, nullptr) != ARCHIVE_OK) {
        reader.reset();
    }
    return reader;
}

oci::EntryType typeOf(const Library& library, ::archive_entry* entry) {
    switch (library.filetype(entry)) {
    case AE_IFDIR: return oci::EntryType::Directory;
    case AE_IFLNK: return oci::EntryType::Symlink;
    case AE_IFCHR: return oci::EntryType::CharDevice;
    case AE_IFBLK: return oci::EntryType::BlockDevice;
    case AE_IFIFO: return oci::EntryType::Fifo;
    default: return oci::EntryType::File;
    }
}

oci::LayerEntry entryOf(const Library& library, ::archive_entry* entry) {
    oci::LayerEntry out;
    const char* name = library.pathname(entry);
    out.path = cleanImagePath(name == nullptr ? "" : name);
    out.mode = static_cast<std::uint32_t>(library.perm(entry)) & 07777U;
    out.uid = static_cast<std::uint32_t>(library.uid(entry));
    out.gid = static_cast<std::uint32_t>(library.gid(entry));
    out.mtime = library.mtime(entry);
    out.mtimeNs = static_cast<std::uint32_t>(library.mtimeNsec(entry));
    if (const char* target = library.hardlink(entry)) {
        out.type = oci::EntryType::HardLink;
        out.link = cleanImagePath(target);
        return out;
    }
    out.type = typeOf(library, entry);
    if (out.type == oci::EntryType::Symlink) {
        const char* target = library.symlink(entry);
        out.link = target == nullptr ? "" : target;
    } else if (out.type == oci::EntryType::CharDevice || out.type == oci::EntryType::BlockDevice) {
        out.devMajor = static_cast<std::uint32_t>(library.rdevmajor(entry));
        out.devMinor = static_cast<std::uint32_t>(library.rdevminor(entry));
    }
    library.xattrReset(entry);
    const char* xattr = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    while (library.xattrNext(entry, &xattr, &value, &size) == ARCHIVE_OK) {
        if (std::string_view(xattr) == "security.capability") { // all that a layer of BuildKit's has of them
            out.xattrs.emplace_back(xattr, std::string(static_cast<const char*>(value), size));
        }
    }
    std::ranges::sort(out.xattrs);
    return out;
}

Result<void> writeAll(int fd, const char* data, std::size_t size) {
    while (size > 0) {
        const ssize_t count = ::write(fd, data, size);
        if (count < 0) {
            return failure(errnoError(say("cannot write the unpacked archive"), errno));
        }
        data += count;
        size -= static_cast<std::size_t>(count);
    }
    return {};
}

/// "../x", "a/../../x"; a leading slash is only the top of the archive.
bool leadsOutside(std::string_view name) {
    int depth = 0;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t end = std::min(name.find('/', at), name.size());
        const std::string_view part = name.substr(at, end - at);
        at = end + 1;
        depth += part == ".." ? -1 : part.empty() || part == "." ? 0 : 1;
        if (depth < 0) {
            return true;
        }
    }
    return false;
}

Failure readError(const Library& library, ::archive* reader, const ReadState& state) {
    if (state.error) {
        return failure(*state.error);
    }
    const char* why = library.errorString(reader);
    return failure(ErrorCode::Corrupt, why == nullptr ? say("the archive cannot be unpacked") : say("the archive cannot be unpacked: %1", why));
}

} // namespace

Result<bool> ArchiveTree::recognises(const oci::ByteSource& bytes) {
    SW_TRY(const Library* const library, io::archiveLibrary());
    ReadState state{&bytes, std::vector<char>(kBlock), std::nullopt};
    const Reader reader = openReader(*library, state);
    ::archive_entry* entry = nullptr;
    const int status = reader == nullptr ? ARCHIVE_FATAL : library->nextHeader(reader.get(), &entry);
    return (status == ARCHIVE_OK || status == ARCHIVE_WARN) && // without a member it is no archive
           (library->format(reader.get()) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
}

Result<std::shared_ptr<ArchiveTree>> ArchiveTree::read(const oci::ByteSource& bytes, const std::filesystem::path& spoolDirectory,
                                                       std::stop_token stop) {
    SW_TRY(const Library* const library, io::archiveLibrary());
    std::shared_ptr<ArchiveTree> tree(new ArchiveTree);
    tree->m_spool.reset(::open(spoolDirectory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!tree->m_spool.valid()) {
        std::string name = (spoolDirectory / "spool.XXXXXX").string();
        tree->m_spool.reset(::mkostemp(name.data(), O_CLOEXEC));
        if (!tree->m_spool.valid()) {
            return failure(errnoError(say("cannot make a temporary file in %1", spoolDirectory.string()), errno));
        }
        ::unlink(name.c_str());
    }
    ReadState state{&bytes, std::vector<char>(kBlock), std::nullopt};
    const Reader reader = openReader(*library, state);
    if (reader == nullptr) {
        return failure(ErrorCode::Corrupt, say("the archive cannot be read"));
    }
    std::uint64_t spooled = 0;
    std::vector<char> buffer(kBlock);
    while (!stop.stop_requested()) {
        ::archive_entry* entry = nullptr;
        const int status = library->nextHeader(reader.get(), &entry);
        if (status == ARCHIVE_EOF) {
            return tree;
        }
        if (status < ARCHIVE_WARN) {
            return readError(*library, reader.get(), state);
        }
        Member member{entryOf(*library, entry), spooled};
        if (const char* name = library->pathname(entry); name != nullptr && leadsOutside(name)) {
            return failure(ErrorCode::Invalid, say("the archive path %1 leads outside of the directory that it is unpacked to", name));
        }
        if (member.entry.type == oci::EntryType::File) {
            Hasher128 hasher;
            while (true) {
                const la_ssize_t count = library->readData(reader.get(), buffer.data(), buffer.size());
                if (count < 0) {
                    return readError(*library, reader.get(), state);
                }
                if (count == 0) {
                    break;
                }
                const auto size = static_cast<std::size_t>(count);
                hasher.add({buffer.data(), size});
                SW_CHECK(writeAll(tree->m_spool.get(), buffer.data(), size));
                member.entry.size += size;
            }
            member.entry.content = hasher.finish();
            spooled += member.entry.size;
        }
        tree->m_members.push_back(std::move(member));
    }
    return failure(ErrorCode::Cancelled, say("stopped"));
}

cache::SourceTree::Found ArchiveTree::bytesOfMember(std::size_t position) const {
    std::size_t at = position;
    while (m_members[at].entry.type == oci::EntryType::HardLink) {
        std::size_t earlier = at;
        while (earlier > 0 && m_members[earlier - 1].entry.path != m_members[at].entry.link) {
            --earlier;
        }
        if (earlier == 0) {
            return {};
        }
        at = earlier - 1;
    }
    return {&m_members[at].entry, at, m_members[at].entry.path};
}

Result<oci::ByteSource> ArchiveTree::open(const Found& file) {
    const Member& member = m_members[file.layer];
    return oci::ByteSource([this, start = member.spoolOffset, size = member.entry.size, done = std::uint64_t{0}](
                               char* buffer, std::size_t capacity) mutable -> Result<std::size_t> {
        const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, size - done));
        const ssize_t count = wanted == 0 ? 0 : ::pread(m_spool.get(), buffer, wanted, static_cast<off_t>(start + done));
        if (count < 0) {
            return failure(errnoError(say("cannot read the unpacked archive"), errno));
        }
        done += static_cast<std::uint64_t>(count);
        return static_cast<std::size_t>(count);
    });
}

} // namespace sw::build
