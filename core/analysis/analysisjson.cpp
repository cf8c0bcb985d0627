#include "core/analysis/analysisjson.h"

#include "core/base/imagepath.h"

namespace sw::analysis {

using io::Json;
using oci::EntryType;

std::string_view typeName(EntryType type) {
    switch (type) {
    case EntryType::File: return "file";
    case EntryType::HardLink: return "hardlink";
    case EntryType::Symlink: return "symlink";
    case EntryType::Directory: return "directory";
    case EntryType::CharDevice: return "char-device";
    case EntryType::BlockDevice: return "block-device";
    case EntryType::Fifo: return "fifo";
    case EntryType::Whiteout: return "whiteout";
    }
    return "file";
}

std::string modeText(const oci::LayerEntry& entry) {
    constexpr std::string_view letters = "-hldcbpw";
    std::string out(1, letters[static_cast<std::size_t>(entry.type)]);
    constexpr std::string_view bits = "rwxrwxrwx";
    for (std::size_t i = 0; i < bits.size(); ++i) {
        out += (entry.mode >> (8 - i)) & 1U ? bits[i] : '-';
    }
    const auto special = [&](std::uint32_t bit, std::size_t at, char with, char without) {
        if ((entry.mode & bit) != 0) {
            out[at] = out[at] == 'x' ? with : without;
        }
    };
    special(04000, 3, 's', 'S');
    special(02000, 6, 's', 'S');
    special(01000, 9, 't', 'T');
    return out;
}

Json accountsJson(const std::vector<LayerInput>& layers, const Accounts& accounts) {
    Json list = Json::array();
    for (std::size_t i = 0; i < accounts.layers.size(); ++i) {
        const LayerInput& input = layers[i];
        const LayerFigures& figures = accounts.layers[i];
        list.push_back({{"index", i},
                        {"diff_id", input.diffId.text()},
                        {"digest", input.blob.empty() ? input.diffId.text() : input.blob.text()},
                        {"created_by", input.createdBy},
                        {"stage", input.stage.empty() ? Json() : Json(input.stage)},
                        {"line", input.line == 0 ? Json() : Json(input.line)},
                        {"at_rest", figures.atRest},
                        {"contribution", figures.contribution},
                        {"running_total", figures.runningTotal},
                        {"compressed", input.compressed ? Json(*input.compressed) : Json()},
                        {"files", figures.files},
                        {"headers", figures.headerBytes},
                        {"padding", figures.paddingBytes},
                        {"tar", figures.tarBytes}});
    }
    Json waste = Json::array();
    for (const Waste& one : accounts.waste) {
        waste.push_back({{"path", absolutePath(one.path)}, {"bytes", one.bytes}, {"stored_by", one.storedBy}, {"hidden_by", one.hiddenBy}});
    }
    Json duplicates = Json::array();
    for (const Duplicate& one : accounts.duplicates) {
        Json paths = Json::array();
        for (const std::string& path : one.paths) {
            paths.push_back(absolutePath(path));
        }
        duplicates.push_back({{"digest", "xxh128:" + one.content.hex()}, {"bytes", one.bytes}, {"paths", std::move(paths)}});
    }
    return {{"schema", "stagewright.layers/1"},
            {"layers", std::move(list)},
            {"stored", accounts.stored},
            {"visible", accounts.visible},
            {"wasted", accounts.wasted},
            {"efficiency", accounts.efficiency},
            {"files", accounts.visibleFiles},
            {"waste", std::move(waste)},
            {"duplicates", std::move(duplicates)},
            {"findings", Json::array()}};
}

Json filesJson(const FileTree& tree, FileTree::Id root) {
    Json list = Json::array();
    std::vector<FileTree::Id> waiting{root};
    while (!waiting.empty()) {
        const FileTree::Id id = waiting.back();
        waiting.pop_back();
        const FileTree::Node& node = tree.node(id);
        Json file = {{"path", absolutePath(tree.path(id))}, {"type", node.directory ? "directory" : "file"}, {"size", node.bytes}};
        if (const oci::LayerEntry* entry = tree.entry(id)) {
            file["type"] = typeName(entry->type);
            file["mode"] = entry->mode;
            file["uid"] = entry->uid;
            file["gid"] = entry->gid;
            file["mtime"] = entry->mtime;
            if (!entry->link.empty()) {
                file["link"] = entry->type == EntryType::HardLink ? absolutePath(entry->link) : entry->link;
            }
            file["layer"] = node.layer;
        }
        if (node.directory) {
            file["files"] = node.files;
        }
        file["change"] = changeName(node.change);
        list.push_back(std::move(file));
        std::vector<FileTree::Id> children = tree.children(id);
        waiting.insert(waiting.end(), children.rbegin(), children.rend());
    }
    return {{"schema", "stagewright.files/1"}, {"files", std::move(list)}};
}

} // namespace sw::analysis
