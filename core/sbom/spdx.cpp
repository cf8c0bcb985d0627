#include "core/sbom/spdx.h"

#include "core/io/json.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace sw::sbom {

namespace {

using io::Json;

constexpr std::uint64_t kLargestFile = 1U << 30U; ///< a larger one is listed without its digest, so not at all

std::string idOf(std::string_view kind, std::string_view text) {
    std::string out = "SPDXRef-" + std::string(kind) + "-";
    for (const char c : text) {
        out += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' ? c : '-';
    }
    return out;
}

/// "8-4-4-4-12" digits of a digest: the same inventory is the same document.
std::string uuidOf(std::string_view hex) {
    std::string out;
    std::size_t at = 0;
    for (const std::size_t length : {8U, 4U, 4U, 4U, 12U}) {
        out += (out.empty() ? "" : "-") + std::string(hex.substr(at, length));
        at += length;
    }
    return out;
}

/// One document as it grows.
class Writer {
public:
    Writer(const Tree& tree, const Document& document, const std::stop_token& stop) : m_tree(tree), m_document(document), m_stop(stop) {}

    Result<std::string> write(const Inventory& inventory) {
        const std::string root = idOf("Image", m_document.name);
        m_packages.push_back({{"SPDXID", root},
                              {"name", m_document.name},
                              {"downloadLocation", "NOASSERTION"},
                              {"filesAnalyzed", false},
                              {"licenseConcluded", "NOASSERTION"},
                              {"licenseDeclared", "NOASSERTION"},
                              {"copyrightText", "NOASSERTION"},
                              {"primaryPackagePurpose", "CONTAINER"}});
        relate("SPDXRef-DOCUMENT", "DESCRIBES", root);
        for (const Package& package : inventory.packages) {
            if (m_stop.stop_requested()) {
                return failure(ErrorCode::Cancelled, say("Stopped"));
            }
            SW_TRY(const std::string id, addPackage(package));
            relate(root, "CONTAINS", id);
        }
        Json out;
        out["spdxVersion"] = "SPDX-2.3";
        out["dataLicense"] = "CC0-1.0";
        out["SPDXID"] = "SPDXRef-DOCUMENT";
        out["name"] = m_document.name;
        const std::string content = io::dumpJson(m_packages) + io::dumpJson(m_files);
        out["documentNamespace"] = "urn:uuid:" + uuidOf(digestsOf(m_document.name + "\n" + content).sha256);
        out["creationInfo"] = {{"created", m_document.created}, {"creators", Json::array({"Tool: " + m_document.tool})}};
        if (!inventory.problems.empty()) {
            std::string comment;
            for (const std::string& problem : inventory.problems) {
                comment += (comment.empty() ? "" : " ") + problem + ".";
            }
            out["comment"] = comment;
        }
        out["packages"] = std::move(m_packages);
        if (!m_files.empty()) {
            out["files"] = std::move(m_files);
        }
        if (!m_extracted.empty()) {
            for (const auto& [id, name] : m_extracted) {
                out["hasExtractedLicensingInfos"].push_back({{"licenseId", id}, {"name", name}, {"extractedText", name}});
            }
        }
        out["relationships"] = std::move(m_relationships);
        return io::dumpJson(out);
    }

private:
    void relate(const std::string& from, const char* how, const std::string& to) {
        m_relationships.push_back({{"spdxElementId", from}, {"relationshipType", how}, {"relatedSpdxElement", to}});
    }

    std::string freshId(std::string id) {
        std::string out = id;
        for (int i = 2; !m_ids.insert(out).second; ++i) {
            out = id + "-" + std::to_string(i);
        }
        return out;
    }

    Result<std::string> addPackage(const Package& package) {
        const std::string id = freshId(idOf("Package", package.type + "-" + package.name + "-" + package.version));
        Json json = {{"SPDXID", id}, {"name", package.name}};
        if (!package.version.empty()) {
            json["versionInfo"] = package.version;
        }
        json["supplier"] = package.supplier.empty() ? std::string("NOASSERTION") : "Person: " + firstLine(package.supplier);
        json["downloadLocation"] = "NOASSERTION";
        std::vector<std::string> sums;
        std::vector<std::string> fileIds;
        for (const std::string& path : package.files) {
            SW_TRY(const File* file, fileAt(path));
            if (file != nullptr) {
                fileIds.push_back(file->id);
                sums.push_back(file->sha1);
            }
        }
        json["filesAnalyzed"] = !fileIds.empty();
        if (!fileIds.empty()) {
            std::ranges::sort(sums);
            std::string all;
            for (const std::string& sum : sums) {
                all += sum;
            }
            json["packageVerificationCode"] = {{"packageVerificationCodeValue", digestsOf(all).sha1}};
            json["licenseInfoFromFiles"] = Json::array({"NOASSERTION"});
        }
        json["sourceInfo"] = "found in /" + package.foundIn;
        json["licenseConcluded"] = "NOASSERTION";
        json["licenseDeclared"] = licenseExpression(package.license, m_extracted);
        json["copyrightText"] = "NOASSERTION";
        json["externalRefs"] = Json::array(
            {{{"referenceCategory", "PACKAGE-MANAGER"}, {"referenceType", "purl"}, {"referenceLocator", package.purl}}});
        m_packages.push_back(std::move(json));
        for (const std::string& file : fileIds) {
            relate(id, "CONTAINS", file);
        }
        return id;
    }

    static std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

    struct File {
        std::string id, sha1;
    };

    /// Listed when it is there and has bytes of its own; each once, whoever else has it.
    Result<const File*> fileAt(const std::string& path) {
        if (const auto known = m_known.find(path); known != m_known.end()) {
            return known->second.id.empty() ? nullptr : &known->second;
        }
        File& file = m_known[path];
        const auto found = m_tree.root->lookup(path);
        if (!found || (found->type != oci::EntryType::File && found->type != oci::EntryType::HardLink)) {
            return nullptr;
        }
        const auto bytesThere = m_tree.root->bytesOf(*found);
        if (!bytesThere || *bytesThere > kLargestFile) {
            return nullptr;
        }
        SW_TRY(const std::string bytes, m_tree.read(*found, kLargestFile));
        const FileDigests digests = digestsOf(bytes);
        file = {freshId(idOf("File", path)), digests.sha1};
        Json json = {{"SPDXID", file.id},
                     {"fileName", "/" + path},
                     {"checksums", Json::array({{{"algorithm", "SHA1"}, {"checksumValue", digests.sha1}},
                                                {{"algorithm", "SHA256"}, {"checksumValue", digests.sha256}}})},
                     {"licenseConcluded", "NOASSERTION"},
                     {"licenseInfoInFiles", Json::array({"NOASSERTION"})},
                     {"copyrightText", "NOASSERTION"}};
        if (found->layer < m_document.layers.size()) {
            json["comment"] = "layerID: " + m_document.layers[found->layer].text();
        }
        m_files.push_back(std::move(json));
        return &file;
    }

    const Tree& m_tree;
    const Document& m_document;
    std::stop_token m_stop;
    Json m_packages = Json::array();
    Json m_files = Json::array();
    Json m_relationships = Json::array();
    std::map<std::string, std::string> m_extracted;
    std::map<std::string, File> m_known;
    std::set<std::string> m_ids;
};

} // namespace

Result<std::string> spdxJson(const Tree& tree, const Inventory& inventory, const Document& document, const std::stop_token& stop) {
    return Writer(tree, document, stop).write(inventory);
}

} // namespace sw::sbom
