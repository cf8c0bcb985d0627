#include "core/store/statement.h"

#include "core/io/json.h"

#include <cctype>

namespace sw::store {

namespace {

/// purl-spec: letters, digits and ".-_~" stay, and what `kept` lists.
std::string percentEncoded(std::string_view text, std::string_view kept) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '.' || c == '-' || c == '_' || c == '~' || kept.contains(c)) {
            out += c;
        } else {
            out += {'%', digits[byte >> 4U], digits[byte & 15U]};
        }
    }
    return out;
}

} // namespace

std::string packageUrl(std::string_view imageName, const oci::Platform& platform) {
    const auto reference = oci::Reference::parse(imageName);
    if (!reference) {
        return std::string(imageName);
    }
    std::string name = reference->familiar();
    if (const std::size_t at = name.find('@'); at != std::string::npos) {
        name.resize(at);
    }
    if (const std::size_t colon = name.rfind(':'); colon != std::string::npos && name.find('/', colon) == std::string::npos) {
        name.resize(colon);
    }
    std::string out = "pkg:docker/" + percentEncoded(name, "/");
    if (!reference->tag.empty()) {
        out += "@" + percentEncoded(reference->tag, "");
    }
    out += "?";
    if (reference->digest) {
        out += "digest=" + percentEncoded(reference->digest->text(), ":") + "&";
    }
    return out + "platform=" + percentEncoded(platform.text(), "");
}

std::string statementJson(const Attestation& attestation, const oci::Manifest& manifest, const std::vector<StatementSubject>& subjects,
                          int indent) {
    io::Json json;
    json["_type"] = "https://in-toto.io/Statement/v0.1";
    json["predicateType"] = attestation.predicateType;
    json["subject"] = io::Json::array();
    for (const auto& [name, digest] : subjects) {
        json["subject"].push_back({{"name", name}, {"digest", {{"sha256", digest.hex()}}}});
    }
    const auto predicate = io::parseJson(attestation.predicate(manifest));
    json["predicate"] = predicate ? *predicate : io::Json::object();
    return io::dumpJson(json, indent);
}

} // namespace sw::store
