#include "core/sbom/spdx.h"

#include "core/base/digest.h"
#include "core/base/namedhash.h"

namespace sw::sbom {

FileDigests digestsOf(std::string_view bytes) {
    NamedHash sha1 = *NamedHash::of("sha1");
    sha1.add(bytes);
    return {sha1.finish(), Digest::ofSha256(bytes).hex()};
}

} // namespace sw::sbom
