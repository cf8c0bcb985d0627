#include "core/io/atomicfile.h"

#include "core/base/uniquefd.h"
#include "core/io/bytereader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>

namespace sw::io {

std::string uniqueName() {
    static std::atomic<unsigned> counter{0};
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    return std::to_string(::getpid()) + "-" + std::to_string(counter++) + "-" + std::to_string(now);
}

Result<void> renameFile(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return failure(errnoError(say("Cannot rename '%1' to '%2'", from.string(), to.string()), errno));
    }
    return {};
}

Result<void> writeFileAtomically(const std::filesystem::path& file, std::string_view bytes, unsigned mode) {
    const std::filesystem::path aside = file.string() + ".new-" + uniqueName();
    const UniqueFd fd(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, static_cast<mode_t>(mode)));
    if (!fd.valid()) {
        return failure(errnoError(say("Cannot write '%1'", file.string()), errno));
    }
    auto done = withContext(writeAll(fd.get(), bytes), say("writing '%1'", file.string()));
    if (done) {
        done = renameFile(aside, file);
    }
    if (!done) {
        ::unlink(aside.c_str());
    }
    return done;
}

Result<std::string> readFile(const std::filesystem::path& file, std::uint64_t limit) {
    const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) {
        return failure(errnoError(say("Cannot read '%1'", file.string()), errno));
    }
    FdReader reader(fd.get());
    return withContext(reader.readRest(limit), say("reading '%1'", file.string()));
}

Result<void> makeDirectories(const std::filesystem::path& directory) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error && !std::filesystem::is_directory(directory)) {
        return failure(errnoError(say("Cannot make the folder '%1'", directory.string()), error.value()));
    }
    return {};
}

} // namespace sw::io
