#pragma once

#include "core/oci/layertar.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

/// Layers written down shortly, for tests.
namespace swtest {

using namespace sw;
using namespace sw::oci;

inline UniqueFd memoryFile() { return UniqueFd(::memfd_create("tar", MFD_CLOEXEC)); }

inline std::string contentsOf(int fd) {
    std::string out(static_cast<std::size_t>(::lseek(fd, 0, SEEK_END)), '\0');
    const ssize_t got = ::pread(fd, out.data(), out.size(), 0);
    out.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return out;
}

inline ByteSource sourceOf(std::string bytes) {
    return [rest = std::move(bytes)](char* buffer, std::size_t capacity) mutable -> Result<std::size_t> {
        const std::size_t give = std::min(capacity, rest.size());
        std::memcpy(buffer, rest.data(), give);
        rest.erase(0, give);
        return give;
    };
}

struct Item {
    LayerEntry entry;
    std::string content;
};

inline Item file(std::string path, std::string content, std::uint32_t mode = 0644) {
    Item item;
    item.entry.path = std::move(path);
    item.entry.mode = mode;
    item.entry.size = content.size();
    item.content = std::move(content);
    return item;
}

inline Item other(EntryType type, std::string path, std::string link = {}, std::uint32_t mode = 0755) {
    Item item;
    item.entry.path = std::move(path);
    item.entry.type = type;
    item.entry.link = std::move(link);
    item.entry.mode = type == EntryType::Whiteout ? 0 : mode;
    return item;
}

inline Item directory(std::string path, std::uint32_t mode = 0755) { return other(EntryType::Directory, std::move(path), {}, mode); }
inline Item opaque(std::string path) {
    Item item = directory(std::move(path));
    item.entry.opaque = true;
    return item;
}
inline Item symbolic(std::string path, std::string target) {
    return other(EntryType::Symlink, std::move(path), std::move(target), 0777);
}
inline Item hardLink(std::string path, std::string target) { return other(EntryType::HardLink, std::move(path), std::move(target), 0644); }
inline Item whiteout(std::string path) { return other(EntryType::Whiteout, std::move(path)); }

struct Written {
    UniqueFd fd;
    FinishedTar tar;
};

inline Result<Written> writeLayer(std::vector<Item> items) {
    Written out{memoryFile(), {}};
    LayerWriter writer(out.fd.get());
    for (Item& item : items) {
        SW_CHECK(writer.add(std::move(item.entry), sourceOf(std::move(item.content))));
    }
    SW_TRY(out.tar, writer.finish());
    return out;
}

inline std::shared_ptr<const LayerIndex> layer(std::vector<Item> items) {
    return std::make_shared<const LayerIndex>(writeLayer(std::move(items)).value().tar.index);
}

} // namespace swtest
