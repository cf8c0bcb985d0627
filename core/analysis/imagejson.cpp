#include "core/analysis/imageview.h"

#include "core/analysis/jsonparts.h"
#include "core/base/imagepath.h"
#include "core/io/json.h"

namespace sw::analysis {

namespace {

io::Json nodeJson(const FileTree& tree, FileTree::Id id) {
    const FileTree::Node& node = tree.node(id);
    io::Json out = {{"path", absolutePath(tree.path(id))}, {"type", "directory"}, {"bytes", node.bytes}, {"change", changeName(node.change)}};
    if (node.directory) {
        out["files"] = node.files;
    }
    if (const oci::EntryRef found = tree.entry(id)) {
        const oci::LayerEntry entry = *found;
        out["type"] = typeName(entry.type);
        out["mode"] = octal(entry.mode);
        out["uid"] = entry.uid;
        out["gid"] = entry.gid;
        out["mtime"] = entry.mtime;
        out["layer"] = node.layer;
        if (entry.type == oci::EntryType::File) {
            out["size"] = entry.size;
            out["content"] = entry.content.isZero() ? io::Json() : io::Json("xxh3:" + entry.content.hex());
        }
        if (!entry.link.empty()) {
            out["link"] = entry.type == oci::EntryType::HardLink ? absolutePath(entry.link) : entry.link;
        }
        if (!entry.xattrs.empty()) {
            io::Json names = io::Json::array();
            for (const auto& [name, value] : entry.xattrs) {
                names.push_back(name);
            }
            out["xattrs"] = std::move(names);
        }
    }
    return out;
}

} // namespace

std::string layersJson(const ImageView& image, const Accounts& accounts) {
    io::Json layers = io::Json::array();
    for (std::size_t i = 0; i < accounts.layers.size(); ++i) {
        const LayerInput& input = image.layers[i];
        const LayerFigures& figures = accounts.layers[i];
        layers.push_back({{"index", i},
                          {"diff_id", digestOrNull(input.diffId)},
                          {"digest", digestOrNull(input.blob)},
                          {"created_by", input.createdBy},
                          {"stage", input.stage.empty() ? io::Json() : io::Json(input.stage)},
                          {"line", input.line == 0 ? io::Json() : io::Json(input.line)},
                          {"at_rest", figures.atRest},
                          {"contribution", figures.contribution},
                          {"running_total", figures.runningTotal},
                          {"compressed", input.compressed ? io::Json(*input.compressed) : io::Json()},
                          {"files", figures.files},
                          {"removed", figures.removed},
                          {"headers", figures.headerBytes},
                          {"padding", figures.paddingBytes},
                          {"tar", figures.tarBytes}});
    }
    io::Json waste = io::Json::array();
    for (const Waste& one : accounts.waste) {
        waste.push_back({{"path", absolutePath(one.path)}, {"bytes", one.bytes}, {"stored_by", one.storedBy}, {"hidden_by", one.hiddenBy}});
    }
    io::Json duplicates = io::Json::array();
    for (const Duplicate& one : accounts.duplicates) {
        io::Json paths = io::Json::array();
        for (const std::string& path : one.paths) {
            paths.push_back(absolutePath(path));
        }
        duplicates.push_back({{"digest", "xxh3:" + one.content.hex()}, {"bytes", one.bytes}, {"paths", std::move(paths)}});
    }
    const io::Json document = {{"schema", "stagewright.layers/1"},
                               {"image", image.name},
                               {"layers", std::move(layers)},
                               {"stored", accounts.stored},
                               {"visible", accounts.visible},
                               {"wasted", accounts.wasted},
                               {"efficiency", accounts.efficiency},
                               {"waste", std::move(waste)},
                               {"duplicates", std::move(duplicates)},
                               {"findings", io::Json::array()}};
    return io::dumpJson(document);
}

std::string filesJson(const FileTree& tree, FileTree::Id below) {
    const FileTree::Node& top = tree.node(below);
    std::string out = io::dumpJson({{"schema", "stagewright.files/1"},
                                    {"path", absolutePath(tree.path(below))},
                                    {"bytes", top.bytes},
                                    {"changed_bytes", top.changedBytes},
                                    {"count", top.files}});
    out.pop_back(); // files one by one: as one value, half a million of them take a gigabyte
    out += ",\"files\":[";
    const char* separator = "";
    std::vector<FileTree::Id> open = {below};
    while (!open.empty()) { // depth first, by name
        const FileTree::Id id = open.back();
        open.pop_back();
        if (id != below || !tree.node(id).directory) {
            out += separator;
            out += io::dumpJson(nodeJson(tree, id));
            separator = ",";
        }
        const std::vector<FileTree::Id> children = tree.children(id);
        open.insert(open.end(), children.rbegin(), children.rend());
    }
    out += "]}";
    return out;
}

} // namespace sw::analysis
