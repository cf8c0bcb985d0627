#include "core/io/mapping.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>

namespace sw::io {

Result<Mapping> Mapping::of(int fd) {
    struct stat info {};
    if (::fstat(fd, &info) != 0) {
        return failure(errnoError(say("cannot look at a file"), errno));
    }
    if (info.st_size == 0) {
        return Mapping(std::string_view());
    }
    const auto size = static_cast<std::size_t>(info.st_size);
    void* data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd, 0);
    if (data == MAP_FAILED) {
        return failure(errnoError(say("cannot map a file"), errno));
    }
    return Mapping(std::string_view(static_cast<const char*>(data), size));
}

Mapping::~Mapping() {
    if (!m_bytes.empty()) {
        ::munmap(const_cast<char*>(m_bytes.data()), m_bytes.size());
    }
}

} // namespace sw::io
