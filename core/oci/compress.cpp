#include "core/oci/decompress.h"
#include "core/oci/gzipchunk.h"
#include "core/oci/layertar.h"
#include "core/oci/tarsink.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <deque>
#include <future>
#include <optional>
#include <thread>
#include <vector>

namespace sw::oci {

namespace {

constexpr std::size_t kChunk = 1U << 20U;      ///< compressed on its own; part of the format of our output
constexpr std::size_t kDictionary = 32U << 10U; ///< of the chunk before: gzip's whole window
constexpr int kZstdLevel = 3;

Failure cancelled() { return failure(ErrorCode::Cancelled, say("Stopped")); }

std::string littleEndian32(std::uint64_t value) {
    std::string out;
    for (int i = 0; i < 4; ++i) {
        out += static_cast<char>(value >> (8 * i));
    }
    return out;
}

Result<std::string> nextChunk(io::ByteReader& in) {
    std::string bytes;
    std::optional<Error> error;
    bytes.resize_and_overwrite(kChunk, [&](char* to, std::size_t size) {
        const auto got = in.readFull(to, size);
        if (!got) {
            error = got.error();
        }
        return got.value_or(0);
    });
    return error ? Result<std::string>(sw::failure(*error)) : Result<std::string>(std::move(bytes));
}

/// All cores compress chunks; the bytes do not depend on the number of cores.
Result<void> gzip(io::ByteReader& in, DigestSink& out, int level, const std::stop_token& stop) {
    struct Pending {
        std::future<GzipChunk> chunk;
        std::size_t size = 0;
    };
    const std::size_t parallel = std::max(1U, std::thread::hardware_concurrency()) + 1;
    std::deque<Pending> pending;
    uLong crc = crc32(0, nullptr, 0);
    std::uint64_t total = 0;
    const auto takeFirst = [&]() -> Result<void> {
        const GzipChunk chunk = pending.front().chunk.get();
        if (!chunk.good) {
            return failure(ErrorCode::Internal, say("Compressing with gzip failed"));
        }
        crc = crc32_combine(crc, chunk.crc, static_cast<z_off_t>(pending.front().size));
        out.write(chunk.compressed);
        pending.pop_front();
        return {};
    };
    out.write(std::string_view("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10)); // no name, no time, system unknown
    std::string dictionary;
    SW_TRY(std::string next, nextChunk(in));
    for (bool last = false; !last;) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        std::string present = std::move(next);
        SW_TRY(next, nextChunk(in));
        last = next.empty();
        const std::size_t size = present.size();
        total += size;
        std::string tail = present.substr(size - std::min(size, kDictionary));
        pending.push_back({std::async(std::launch::async,
                                      [bytes = std::move(present), primer = std::move(dictionary), last, level] {
                                          return compressChunk(bytes, primer, last, level);
                                      }),
                           size});
        dictionary = std::move(tail);
        if (pending.size() >= parallel) {
            SW_CHECK(takeFirst());
        }
    }
    while (!pending.empty()) {
        SW_CHECK(takeFirst());
    }
    out.write(littleEndian32(crc) + littleEndian32(total));
    return {};
}

Result<void> zstd(io::ByteReader& in, DigestSink& out, int level, const std::stop_token& stop) {
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    // At least one worker always: the bytes are then the same for any number of them.
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_nbWorkers, static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
    std::vector<char> input(kChunk);
    for (bool last = false; !last;) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        SW_TRY(const std::size_t got, in.readFull(input.data(), input.size()));
        last = got < input.size();
        ZSTD_inBuffer from{input.data(), got, 0};
        for (bool done = false; !done;) {
            std::size_t room = 0;
            char* to = out.room(room);
            ZSTD_outBuffer target{to, room, 0};
            const std::size_t left = ZSTD_compressStream2(context.get(), &target, &from, last ? ZSTD_e_end : ZSTD_e_continue);
            if (ZSTD_isError(left) != 0) {
                return failure(ErrorCode::Internal, say("Compressing with zstd failed: %1", ZSTD_getErrorName(left)));
            }
            out.advance(target.pos);
            done = last ? left == 0 : from.pos == from.size;
        }
    }
    return {};
}

Result<void> copy(io::ByteReader& in, DigestSink& out, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::size_t room = 0;
        char* to = out.room(room);
        SW_TRY(const std::size_t got, in.read(to, room));
        if (got == 0) {
            return {};
        }
        out.advance(got);
        if (out.failed()) {
            return {}; // finish() says why
        }
    }
    return cancelled();
}

/// Tells how much of the source was read, now and then.
class CountingReader final : public io::ByteReader {
public:
    CountingReader(io::ByteReader& source, const std::function<void(std::uint64_t)>& progress)
        : m_source(source), m_progress(progress) {}
    Result<std::size_t> read(char* buffer, std::size_t capacity) override {
        SW_TRY(const std::size_t got, m_source.read(buffer, capacity));
        if (m_progress) {
            m_progress(m_source.position());
        }
        return got;
    }
    std::uint64_t position() const override { return m_source.position(); }

private:
    io::ByteReader& m_source;
    const std::function<void(std::uint64_t)>& m_progress;
};

/// What is read here is written there too.
class TeeReader final : public io::ByteReader {
public:
    TeeReader(io::ByteReader& source, DigestSink& sink) : m_source(source), m_sink(sink) {}
    Result<std::size_t> read(char* buffer, std::size_t capacity) override {
        SW_TRY(const std::size_t got, m_source.read(buffer, capacity));
        m_sink.write({buffer, got});
        return got;
    }
    std::uint64_t position() const override { return m_source.position(); }

private:
    io::ByteReader& m_source;
    DigestSink& m_sink;
};

} // namespace

Result<Inflated> inflate(int in, int out, std::stop_token stop, const std::function<void(std::uint64_t)>& progress) {
    io::FdReader file(in);
    CountingReader counted(file, progress);
    SW_TRY(const auto plain, decompressing(counted));
    DigestSink sink(out);
    SW_CHECK(copy(*plain, sink, stop));
    Inflated done;
    done.bytes = sink.written();
    SW_TRY(done.diffId, sink.finish());
    return done;
}

Result<FinishedTar> unpackLayer(io::ByteReader& in, int out, std::stop_token stop,
                                const std::function<void(std::uint64_t)>& progress) {
    CountingReader counted(in, progress);
    SW_TRY(const auto plain, decompressing(counted));
    DigestSink sink(out);
    TeeReader tee(*plain, sink);
    FinishedTar done;
    SW_TRY(done.index, indexTar(tee, true, std::move(stop)));
    SW_TRY(done.diffId, sink.finish());
    return done;
}

Result<Deflated> deflate(int in, int out, Compression compression, int level, std::stop_token stop) {
    io::FdReader file(in);
    DigestSink sink(out);
    switch (compression) {
    case Compression::None: SW_CHECK(copy(file, sink, stop)); break;
    case Compression::Gzip: SW_CHECK(gzip(file, sink, level, stop)); break;
    case Compression::Zstd: SW_CHECK(zstd(file, sink, level < 0 ? kZstdLevel : level, stop)); break;
    }
    Deflated done;
    done.bytes = sink.written();
    SW_TRY(done.digest, sink.finish());
    return done;
}

} // namespace sw::oci
