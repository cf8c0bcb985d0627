#pragma once

#include "core/store/transfer.h"

#include <string>
#include <utility>
#include <vector>

/// in-toto statements (in-toto attestation spec v0.1, the envelope that BuildKit writes).
namespace sw::store {

using StatementSubject = std::pair<std::string, Digest>; ///< name and what it is

/// One line of JSON; pretty for people's eyes where `indent` is not negative.
std::string statementJson(const Attestation& attestation, const oci::Manifest& manifest, const std::vector<StatementSubject>& subjects,
                          int indent = -1);

/// "pkg:docker/foo@bar?platform=linux%2Famd64": an image name as a package URL.
std::string packageUrl(std::string_view imageName, const oci::Platform& platform);

} // namespace sw::store
