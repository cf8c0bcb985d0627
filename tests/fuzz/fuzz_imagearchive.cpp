#include "core/base/uniquefd.h"
#include "core/io/bytereader.h"
#include "core/oci/decompress.h"
#include "core/oci/imagefiles.h"
#include "core/oci/layertar.h"
#include "tests/fuzz/promise.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string_view>

/// A docker or OCI archive: what it names is found in it or refused with a message; its layers are read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sw;
    UniqueFd memory(::memfd_create("archive", MFD_CLOEXEC));
    for (std::size_t at = 0; at < size;) {
        const ssize_t wrote = ::write(memory.get(), data + at, size - at);
        if (wrote <= 0) {
            return 0;
        }
        at += static_cast<std::size_t>(wrote);
    }
    const auto bag = oci::openTar(std::move(memory));
    if (!bag) {
        fuzz::require(!bag.error().message.empty(), "an error without a message");
        return 0;
    }
    const auto image = oci::findImage(**bag, "", oci::Platform::host());
    if (!image) {
        fuzz::require(!image.error().message.empty(), "an error without a message");
        return 0;
    }
    fuzz::require(image->layers.size() == image->config.diffIds.size(), "layers and diff ids are not as many");
    for (const oci::StoredLayer& layer : image->layers) {
        const auto file = (*bag)->open(layer.file);
        const auto plain = file ? oci::decompressing(**file) : Result<std::unique_ptr<io::ByteReader>>(failure(file.error()));
        if (plain) {
            static_cast<void>(oci::indexTar(**plain, true));
        }
    }
    return 0;
}
