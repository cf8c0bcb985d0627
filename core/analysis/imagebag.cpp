#include "core/analysis/imageview.h"
#include "core/base/bytesize.h"
#include "core/oci/decompress.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

namespace sw::analysis {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kPiece = 64 * kPage;

/// Half of what programs could get now; the rest is for everybody else.
std::uint64_t memoryToSpare() {
    constexpr std::uint64_t kUnknown = 1ULL << 30U;
    std::ifstream file("/proc/meminfo");
    for (std::string word; file >> word;) {
        if (std::uint64_t kilobytes = 0; word == "MemAvailable:" && file >> kilobytes) {
            return kilobytes * 1024 / 2;
        }
    }
    return kUnknown;
}

bool isZero(const char* bytes, std::size_t size) { return bytes[0] == 0 && std::memcmp(bytes, bytes + 1, size - 1) == 0; }

/// Inflates a whole archive into memory that has no name in any folder. Pages of zeros take none, so that what was compressed to a
/// hundredth of a hundredth because it is empty stays small.
Result<UniqueFd> inflateIntoMemory(int fd, const fs::path& place, const std::stop_token& stop) {
    UniqueFd memory(::memfd_create("archive", MFD_CLOEXEC));
    if (!memory.valid()) {
        return failure(errnoError(say("Cannot get memory for '%1'", place.string()), errno));
    }
    io::FdReader file(fd);
    SW_TRY(const auto plain, oci::decompressing(file));
    const std::uint64_t most = memoryToSpare();
    std::vector<char> piece(kPiece);
    std::uint64_t size = 0;
    std::uint64_t kept = 0;
    while (true) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, say("Stopped"));
        }
        SW_TRY(const std::size_t got, plain->readFull(piece.data(), piece.size()));
        for (std::size_t at = 0; at < got;) {
            std::size_t end = at;
            while (end < got && !isZero(piece.data() + end, std::min(kPage, got - end))) {
                end = std::min(end + kPage, got);
            }
            if (end > at && ::pwrite(memory.get(), piece.data() + at, end - at, static_cast<off_t>(size + at)) != static_cast<ssize_t>(end - at)) {
                return failure(errnoError(say("Cannot get memory for '%1'", place.string()), errno));
            }
            kept += end - at;
            at = end + kPage; // the page that the run ended at is of zeros
        }
        size += got;
        if (kept > most) {
            return failure(ErrorCode::Unsupported, say("'%1' holds more than %2 when it is decompressed, and this machine has no memory to spare for that: decompress it to the disk first, with gunzip or zstd -d",
                                                       place.string(), formatBytes(static_cast<std::int64_t>(most))));
        }
        if (got < piece.size()) {
            break;
        }
    }
    if (::ftruncate(memory.get(), static_cast<off_t>(size)) != 0) {
        return failure(errnoError(say("Cannot get memory for '%1'", place.string()), errno));
    }
    return memory;
}

Result<std::unique_ptr<oci::FileBag>> openArchive(const fs::path& place, const std::stop_token& stop) {
    UniqueFd fd(::open(place.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) {
        return failure(errnoError(say("Cannot read '%1'", place.string()), errno));
    }
    std::string first(8, '\0');
    first.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::pread(fd.get(), first.data(), first.size(), 0))));
    if (oci::streamKind(first) == oci::StreamKind::Plain) {
        return oci::openTar(std::move(fd), stop);
    }
    SW_TRY(UniqueFd memory, inflateIntoMemory(fd.get(), place, stop));
    return oci::openTar(std::move(memory), stop);
}

} // namespace

Result<std::unique_ptr<oci::FileBag>> openImageBag(const fs::path& place, const std::stop_token& stop) {
    std::error_code error;
    return fs::is_directory(place, error) ? oci::openFolder(place) : openArchive(place, stop);
}

} // namespace sw::analysis
