#pragma once

#include "core/sbom/packages.h"

#include <map>
#include <string>

/// Inventories as SPDX 2.3 documents in JSON (spdx.github.io/spdx-spec/v2.3).
namespace sw::sbom {

struct Document {
    std::string name;     ///< of what is described: an image or stage
    std::string created;  ///< RFC 3339
    std::string tool;     ///< "stagewright-0.1.0"
    std::vector<Digest> layers; ///< of the view's layers, for the files' comments; may be empty
};

/// The predicate of an attestation: packages, the files that they brought with their digests, licences as recorded.
Result<std::string> spdxJson(const Tree& tree, const Inventory& inventory, const Document& document, const std::stop_token& stop);

/// A recorded licence as an SPDX expression. Names that SPDX does not know become LicenseRef-…, listed in `extracted` (id ->
/// name). "NOASSERTION" for an empty one.
std::string licenseExpression(std::string_view recorded, std::map<std::string, std::string>& extracted);

/// Digests of a file's bytes, in hexadecimal.
struct FileDigests {
    std::string sha1, sha256;
};
FileDigests digestsOf(std::string_view bytes);

} // namespace sw::sbom
