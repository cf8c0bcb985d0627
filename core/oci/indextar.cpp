#include "core/base/imagepath.h"
#include "core/oci/arrivals.h"
#include "core/oci/compacttar.h"
#include "core/oci/indexbuilder.h"
#include "core/oci/layertar.h"
#include "core/oci/tarwalker.h"

#include <algorithm>
#include <vector>

namespace sw::oci {

namespace {

constexpr std::string_view kWhiteout = ".wh.";
constexpr std::string_view kWhiteoutMeta = ".wh..wh.";
constexpr std::string_view kOpaque = ".wh..wh..opq";
constexpr std::uint64_t kExpandLimit = 64ULL << 30U; ///< longest sparse file whose holes are hashed as zeros

Failure cancelled() { return failure(ErrorCode::Cancelled, say("Stopped")); }

/// `path` as cleanImagePath() makes it; in `spare` where it has to be made.
std::string_view cleanPath(std::string_view path, std::string& spare) {
    const std::string_view plain = path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
    std::size_t begin = 0;
    while (begin < plain.size() && plain[begin] != '/' && plain[begin] != '.') { // with a dot in front it may be "." or ".."
        const std::size_t slash = plain.find('/', begin);
        if (slash == std::string_view::npos) {
            return plain;
        }
        begin = slash + 1;
    }
    spare = cleanImagePath(path);
    return spare;
}

/// Gives entries to an IndexBuilder.
class WholeEntries {
public:
    void add(std::string_view path, const CompactEntry& entry) { m_builder.add(entry.with(std::string(path))); }
    void markOpaque(std::string_view directory, std::uint32_t headerBytes) { m_builder.markOpaque(std::string(directory), headerBytes); }
    void addHeaderBytes(std::uint64_t bytes) { m_builder.addHeaderBytes(bytes); }
    LayerIndex finish(std::uint64_t tarBytes, bool withDigest) { return m_builder.finish(tarBytes, withDigest); }

private:
    IndexBuilder m_builder;
};

/// Reads the members of a tar into `Entries`: WholeEntries or Arrivals.
template <typename Entries> class Indexer {
public:
    Indexer(io::ByteReader& stream, bool hashContents, std::stop_token stop)
        : m_stream(stream), m_walker(stream), m_hashContents(hashContents), m_stop(std::move(stop)) {}

    Result<void> read() {
        while (true) {
            if (m_stop.stop_requested()) {
                return cancelled();
            }
            SW_TRY(const bool more, m_walker.next(m_member));
            if (!more) {
                break;
            }
            SW_CHECK(take());
        }
        return m_walker.drain();
    }

    Entries& entries() { return m_entries; }

private:
    Result<void> take() {
        const std::optional<EntryType> type = entryType(m_member.type);
        if (!type) {
            m_entries.addHeaderBytes(m_member.headerBytes);
            return {};
        }
        const std::string_view path = cleanPath(m_member.name, m_cleanName);
        const std::string_view name = baseName(path);
        if (name.starts_with(kWhiteout)) {
            takeWhiteout(path, name);
            return {};
        }
        if (path.empty() && *type != EntryType::Directory) {
            m_entries.addHeaderBytes(m_member.headerBytes);
            return {};
        }
        return takeEntry(path, *type);
    }

    void takeWhiteout(std::string_view path, std::string_view name) {
        const std::string_view parent = parentPath(path);
        const std::string_view hidden = name.substr(kWhiteout.size());
        if (name == kOpaque) {
            m_entries.markOpaque(parent, m_member.headerBytes);
        } else if (name.starts_with(kWhiteoutMeta) || hidden.empty() || hidden == "." || hidden == "..") {
            m_entries.addHeaderBytes(m_member.headerBytes); // notes of old union file systems
        } else {
            CompactEntry entry;
            entry.type = EntryType::Whiteout;
            entry.mtime = m_member.mtime;
            entry.headerBytes = m_member.headerBytes;
            m_entries.add(joinImagePath(parent, hidden), entry);
        }
    }

    Result<void> takeEntry(std::string_view path, EntryType type) {
        CompactEntry entry;
        entry.type = type;
        entry.mode = m_member.mode;
        entry.uid = m_member.uid;
        entry.gid = m_member.gid;
        entry.mtime = m_member.mtime;
        entry.mtimeNs = m_member.mtimeNs;
        entry.headerBytes = m_member.headerBytes;
        entry.xattrs = m_member.xattrs.empty() ? nullptr : &m_member.xattrs;
        if (type == EntryType::File) {
            entry.size = m_member.size;
            entry.sparse = m_member.sparse;
            entry.dataOffset = m_member.sparse ? m_member.headerOffset : m_member.dataOffset;
            if (m_hashContents) {
                SW_TRY(entry.content, hashContent());
            }
        } else if (type == EntryType::HardLink) {
            entry.link = cleanPath(m_member.link, m_cleanLink);
        } else if (type == EntryType::Symlink) {
            entry.link = m_member.link;
        } else if (type == EntryType::CharDevice || type == EntryType::BlockDevice) {
            entry.devMajor = m_member.devMajor;
            entry.devMinor = m_member.devMinor;
        }
        m_entries.add(path, entry);
        return {};
    }

    Result<void> hashStored(Hasher128& hasher, std::uint64_t size) {
        while (size > 0) {
            const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(size, m_buffer.size()));
            SW_TRY(const std::size_t got, m_walker.readData(m_buffer.data(), want));
            if (got == 0) {
                return failure(ErrorCode::Corrupt, say("Broken tar archive: it ends within the contents of a file"));
            }
            hasher.add(std::string_view(m_buffer.data(), got));
            size -= got;
            if (m_stop.stop_requested()) {
                return cancelled();
            }
        }
        return {};
    }

    Result<void> hashZeros(Hasher128& hasher, std::uint64_t count) {
        m_zeros.resize(m_buffer.size());
        while (count > 0) {
            const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(count, m_zeros.size()));
            hasher.add(std::string_view(m_zeros.data(), part));
            count -= part;
            if (m_stop.stop_requested()) {
                return cancelled();
            }
        }
        return {};
    }

    Result<Hash128> hashContent() {
        Hasher128 hasher;
        if (!m_member.sparse) {
            SW_CHECK(hashStored(hasher, m_member.size));
            return hasher.finish();
        }
        const bool expand = m_member.size <= kExpandLimit;
        if (!expand) { // an absurd size is not worth an hour: its map stands for its holes
            hasher.addField("sparse", m_member.size);
        }
        std::uint64_t at = 0;
        for (const SparsePiece& piece : m_member.pieces) {
            if (expand) {
                SW_CHECK(hashZeros(hasher, piece.offset - at));
            } else {
                hasher.addField("piece", piece.offset);
            }
            SW_CHECK(hashStored(hasher, piece.size));
            at = piece.offset + piece.size;
        }
        if (expand) {
            SW_CHECK(hashZeros(hasher, m_member.size - at));
        }
        return hasher.finish();
    }

    static std::optional<EntryType> entryType(char type) {
        switch (type) {
        case '0': return EntryType::File;
        case '1': return EntryType::HardLink;
        case '2': return EntryType::Symlink;
        case '3': return EntryType::CharDevice;
        case '4': return EntryType::BlockDevice;
        case '5': return EntryType::Directory;
        case '6': return EntryType::Fifo;
        default: return std::nullopt;
        }
    }

    io::ByteReader& m_stream;
    TarWalker m_walker;
    TarMember m_member;
    Entries m_entries;
    std::string m_cleanName, m_cleanLink; ///< where they are not as written
    bool m_hashContents = false;
    std::stop_token m_stop;
    std::vector<char> m_buffer = std::vector<char>(m_hashContents ? 256U << 10U : 0);
    std::vector<char> m_zeros;
};

} // namespace

Result<LayerIndex> indexTar(io::ByteReader& stream, bool hashContents, std::stop_token stop) {
    Indexer<WholeEntries> indexer(stream, hashContents, std::move(stop));
    SW_CHECK(indexer.read());
    return indexer.entries().finish(stream.position(), hashContents);
}

Result<std::shared_ptr<const CompactIndex>> indexTarCompactly(io::ByteReader& stream, bool hashContents, std::stop_token stop) {
    Indexer<Arrivals> indexer(stream, hashContents, std::move(stop));
    SW_CHECK(indexer.read());
    return std::move(indexer.entries()).finish(stream.position());
}

Result<LayerIndex> indexTar(int fd, bool hashContents, std::stop_token stop) {
    io::FdReader stream(fd);
    return indexTar(stream, hashContents, std::move(stop));
}

} // namespace sw::oci
