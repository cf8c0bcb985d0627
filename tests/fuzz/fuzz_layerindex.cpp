#include "core/oci/compactindex.h"
#include "core/oci/layerindex.h"
#include "tests/fuzz/promise.h"

#include <cstdint>
#include <string_view>

/// The stored form of a layer's index: what a file of the store that is damaged may hold. Both readers agree on what it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sw;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto index = oci::parseIndex(bytes);
    const auto compact = oci::parseCompactIndex(bytes);
    fuzz::require(index || !index.error().message.empty(), "an error without a message");
    fuzz::require(compact || !compact.error().message.empty(), "an error without a message");
    if (!index || !compact) {
        return 0;
    }
    fuzz::require((*compact)->size() == index->entries.size(), "the two readers count entries differently");
    for (std::uint32_t i = 0; i < (*compact)->size(); ++i) {
        fuzz::require((**compact)[i].path() == index->entries[i].path, "the two readers name an entry differently");
        fuzz::require((**compact)[i].size() == index->entries[i].size, "the two readers measure an entry differently");
    }
    return 0;
}
