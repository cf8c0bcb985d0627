#pragma once

#include "core/oci/layerindex.h"

#include <cstdint>
#include <string>

/// Tar headers as Go's archive/tar writes them: ustar where everything fits, else a pax record block before it.
namespace sw::oci {

struct TarHeader {
    std::string name; ///< directories end with '/'
    std::string link;
    char type = '0';
    std::uint32_t mode = 0;
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint64_t size = 0;
    std::int64_t mtime = 0;
    std::uint32_t mtimeNs = 0;
    std::uint32_t devMajor = 0;
    std::uint32_t devMinor = 0;
    const Xattrs* xattrs = nullptr;
};

/// One or three and more blocks of 512 bytes. Same header, same bytes.
std::string encodeTarHeader(const TarHeader& header);

char tarTypeOf(EntryType type);

} // namespace sw::oci
