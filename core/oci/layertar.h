#pragma once

#include "core/base/uniquefd.h"
#include "core/io/bytereader.h"
#include "core/oci/layerindex.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

/// Layers as tar streams, both ways.
namespace sw::oci {

/// Called with the next bytes of a file; returns how many were put in the buffer, 0 at the end.
using ByteSource = std::function<Result<std::size_t>(char* buffer, std::size_t capacity)>;

struct FinishedTar {
    LayerIndex index;
    Digest diffId; ///< sha256 of the tar written
};

/// Writes one uncompressed layer tar to a file descriptor (not owned) and makes its index and diff id on the way.
/// pax_restricted headers as Go's archive/tar reads them (SCHILY.xattr.*), names relative, no user or group names,
/// whole-second times unless there is a fraction. The caller adds entries in path order, parents first, each path once.
/// Same entries, same bytes.
class LayerWriter {
public:
    explicit LayerWriter(int fd);
    ~LayerWriter();
    LayerWriter(const LayerWriter&) = delete;
    LayerWriter& operator=(const LayerWriter&) = delete;

    /// `source` is called for Files with size > 0 only, and must yield exactly entry.size bytes (short: Io error).
    /// Fills content, dataOffset and headerBytes of the entry that goes into the index.
    Result<void> add(LayerEntry entry, const ByteSource& source = {});
    Result<FinishedTar> finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Reads an uncompressed layer tar by its headers alone (contents are read only when `hashContents`).
/// Names that escape ("..", absolute) are cleaned; broken headers are Corrupt errors.
Result<LayerIndex> indexTar(int fd, bool hashContents, std::stop_token stop = {});
/// The same from any stream, read to its end; offsets count from where the stream starts.
Result<LayerIndex> indexTar(io::ByteReader& stream, bool hashContents, std::stop_token stop = {});

/// Reads [offset, offset + size) of a sparse entry out of the tar that starts at `tarOffset` of the file. Fewer at the end.
Result<std::size_t> readSparse(int fd, std::uint64_t tarOffset, const LayerEntry& entry, std::uint64_t offset, char* out,
                               std::size_t size);

/// Uncompresses (gzip, zstd, or plain: by content) `in` to `out`, and gives the sha256 of what was written.
struct Inflated {
    Digest diffId;
    std::uint64_t bytes = 0;
};
Result<Inflated> inflate(int in, int out, std::stop_token stop = {},
                         const std::function<void(std::uint64_t compressedBytesRead)>& progress = {});

/// Uncompresses a layer, writes its tar to `out`, and makes index and diff id on the way, in one pass.
Result<FinishedTar> unpackLayer(io::ByteReader& in, int out, std::stop_token stop = {},
                                const std::function<void(std::uint64_t compressedBytesRead)>& progress = {});

/// Compresses a whole tar, on all cores. gzip output is deterministic (no name, no time).
enum class Compression { None, Gzip, Zstd };
struct Deflated {
    Digest digest;
    std::uint64_t bytes = 0;
};
Result<Deflated> deflate(int in, int out, Compression compression, int level = -1, std::stop_token stop = {});

} // namespace sw::oci
