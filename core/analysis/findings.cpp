#include "core/analysis/findings.h"

#include "core/analysis/findingrules.h"
#include "core/analysis/jsonparts.h"
#include "core/base/imagepath.h"

#include <algorithm>
#include <map>

namespace sw::analysis {

Finding FindingContext::findingAt(FileTree::Id id, Sentence message) const {
    Finding out;
    out.path = tree.path(id);
    out.bytes = tree.bytes(id);
    out.files = tree.node(id).files;
    out.message = std::move(message);
    std::map<std::uint32_t, std::uint64_t> bytes;
    std::vector<FileTree::Id> open = {id};
    while (!open.empty()) {
        const FileTree::Id at = open.back();
        open.pop_back();
        if (!tree.directory(at) && tree.layer(at) != UINT32_MAX) {
            bytes[originOf(tree.path(at), tree.layer(at), contentEntry(tree, at))] += tree.bytes(at) + 1;
        }
        for (FileTree::Id child = tree.firstChild(at); child != FileTree::kNone; child = tree.nextSibling(child)) {
            open.push_back(child);
        }
    }
    if (const auto largest = std::ranges::max_element(bytes, {}, [](const auto& item) { return item.second; }); largest != bytes.end()) {
        out.layer = largest->first;
    }
    return out;
}

std::uint32_t FindingContext::originOf(const std::string& path, std::uint32_t layer, oci::EntryRef content) const {
    if (!content || content.content().isZero()) {
        return layer;
    }
    std::uint32_t out = layer;
    for (std::uint32_t below = layer; below-- > 0;) {
        const oci::EntryRef entry = input.stage.layers[below].input.index->find(path);
        if (entry && entry.isWhiteout()) {
            break;
        }
        if (entry && entry.type() == oci::EntryType::File && entry.size() == content.size() && entry.content() == content.content()) {
            out = below;
        } else if (entry) {
            break;
        }
    }
    return out;
}

Making FindingContext::makingOf(const Finding& finding) const {
    const auto& layers = input.stage.layers;
    return finding.layer && *finding.layer < layers.size() ? layers[*finding.layer].making : Making::Other;
}

const std::vector<RuleEntry>& ruleTable() {
    static const std::vector<RuleEntry> kRules = {
        {{"PrivateKey", FindingLevel::Warning, sayLater("A private key is stored in a layer")}, checkPrivateKeys},
        {{"SecretFile", FindingLevel::Warning, sayLater("A file that holds passwords or tokens as a rule is stored in a layer")}, checkSecrets},
        {{"VersionControlCopied", FindingLevel::Warning, sayLater("A .git or another version control folder is in the image")}, checkVersionControl},
        {{"NodeModulesCopied", FindingLevel::Warning, sayLater("node_modules of the context was copied into the image")}, checkNodeModules},
        {{"PackageCacheLeft", FindingLevel::Warning, sayLater("Caches of a package manager are in the image")}, checkPackageCaches},
        {{"BuildToolsInFinalImage", FindingLevel::Warning, sayLater("Compilers and other build tools are in the image")}, checkBuildTools},
        {{"StoredTwice", FindingLevel::Warning, sayLater("The same file is stored by several layers")}, checkStoredTwice},
        {{"RunTimeBallast", FindingLevel::Info, sayLater("Large files that nothing needs at run time are in the image")}, checkRunTimeBallast},
        {{"SetuidProgram", FindingLevel::Info, sayLater("A program runs with its owner's or group's rights")}, checkSetuid},
        {{"WorldWritable", FindingLevel::Warning, sayLater("A file or folder can be written by everybody")}, checkWorldWritable},
    };
    return kRules;
}

const std::vector<FindingRule>& findingRules() {
    static const std::vector<FindingRule> kRules = [] {
        std::vector<FindingRule> out;
        for (const RuleEntry& entry : ruleTable()) {
            out.push_back(entry.rule);
        }
        return out;
    }();
    return kRules;
}

std::vector<Finding> findThings(const FindingInput& input, std::stop_token stop) {
    const FileTree tree = buildFileTree(input.stage.indexes(), {}, stop);
    const FindingContext context{input, tree};
    std::vector<Finding> out;
    for (const RuleEntry& entry : ruleTable()) {
        if (stop.stop_requested()) {
            break;
        }
        std::vector<Finding> found;
        entry.check(context, found);
        std::ranges::sort(found, [](const Finding& a, const Finding& b) { return a.bytes != b.bytes ? a.bytes > b.bytes : a.path < b.path; });
        for (Finding& finding : found) {
            finding.rule = entry.rule.name;
            finding.level = entry.rule.level;
            out.push_back(std::move(finding));
        }
    }
    return out;
}

std::function<std::string(std::size_t, const oci::LayerEntry&, std::size_t)> headReader(const ImageView& image) {
    constexpr int kMostReads = 1000; // each may inflate a layer up to the file
    return [contents = image.contents, left = std::make_shared<int>(kMostReads)](std::size_t layer, const oci::LayerEntry& file, std::size_t limit) {
        std::string out;
        if (contents != nullptr && (*left)-- > 0) {
            const auto read = contents->read(layer, file, [&](std::string_view bytes) {
                out.append(bytes.substr(0, limit - out.size()));
                return out.size() < limit;
            });
            static_cast<void>(read); // what cannot be read is judged by its name
        }
        return out;
    };
}

FindingPlace placeOf(const Finding& finding, const StageFiles& stage) {
    if (!finding.layer || *finding.layer >= stage.layers.size()) {
        return {};
    }
    const StageLayer& layer = stage.layers[*finding.layer];
    return layer.input.line == 0 && layer.making == Making::Base ? FindingPlace{layer.fromTitle, layer.fromLine} : FindingPlace{layer.input.stage, layer.input.line};
}

std::string findingsJson(const std::vector<Finding>& findings, const StageFiles& stage) {
    io::Json out = io::Json::array();
    for (const Finding& finding : findings) {
        const FindingPlace place = placeOf(finding, stage);
        io::Json json = {{"rule", finding.rule},
                         {"level", finding.level == FindingLevel::Warning ? "warning" : "info"},
                         {"path", absolutePath(finding.path)},
                         {"bytes", finding.bytes},
                         {"files", finding.files},
                         {"layer", finding.layer && *finding.layer < stage.layers.size() ? io::Json(*finding.layer) : io::Json()},
                         {"stage", textOrNull(place.stage)},
                         {"line", lineOrNull(place.line)}};
        json["message"] = finding.message.text();
        json["advice"] = finding.advice.text();
        out.push_back(std::move(json));
    }
    return io::dumpJson(out);
}

} // namespace sw::analysis
