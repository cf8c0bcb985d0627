#include "core/analysis/compare.h"
#include "core/analysis/jsonparts.h"
#include "core/base/imagepath.h"

namespace sw::analysis {

namespace {

io::Json sideJson(const std::optional<FileSide>& side) {
    if (!side) {
        return {};
    }
    io::Json out = {{"type", "directory"}};
    if (!side->entry) {
        return out;
    }
    const oci::LayerEntry entry = *side->entry;
    out["type"] = entry.type == oci::EntryType::HardLink ? "file" : typeName(entry.type);
    out["mode"] = octal(entry.mode);
    out["uid"] = entry.uid;
    out["gid"] = entry.gid;
    out["mtime"] = entry.mtime;
    if (side->content) {
        out["size"] = side->content.size();
        out["content"] = side->content.content().isZero() ? io::Json() : io::Json("xxh3:" + side->content.content().hex());
    }
    if (entry.type == oci::EntryType::Symlink) {
        out["link"] = entry.link;
    }
    if (!entry.xattrs.empty()) {
        out["xattrs"] = io::Json::array();
        for (const auto& [name, value] : entry.xattrs) {
            out["xattrs"].push_back(name);
        }
    }
    return out;
}

io::Json fileJson(const FileDifference& file, const ImageView& before, const ImageView& after) {
    io::Json out = {{"path", absolutePath(file.path)}, {"change", changeName(file.change)}, {"differs", differsNames(file.differs)}, {"bytes", file.bytes()}};
    out["before"] = sideJson(file.before);
    out["after"] = sideJson(file.after);
    io::Json by;
    const std::vector<LayerInput>& layers = (file.responsibleIsAfter ? after : before).layers;
    if (file.responsible) {
        by = {{"image", file.responsibleIsAfter ? "after" : "before"}};
        addOrigin(by, layers, *file.responsible);
    }
    out["by"] = std::move(by);
    out["also"] = io::Json::array();
    for (const FileDifference::Part& part : file.also) {
        io::Json other = {{"differs", differsNames(part.differs)}};
        addOrigin(other, layers, part.layer);
        out["also"].push_back(std::move(other));
    }
    return out;
}

io::Json valuesJson(const std::vector<ValueDifference>& values) {
    const auto text = [](const std::optional<std::string>& value) { return value ? io::Json(*value) : io::Json(); };
    io::Json out = io::Json::array();
    for (const ValueDifference& value : values) {
        out.push_back({{"name", value.name}, {"change", changeName(value.change())}, {"before", text(value.before)}, {"after", text(value.after)}});
    }
    return out;
}

void addMakers(io::Json& out, const char* of, const std::vector<ValueDifference>& values) {
    for (const ValueDifference& value : values) {
        if (value.by) {
            out.push_back({{"of", of}, {"name", value.name}, {"image", value.by->isAfter ? "after" : "before"}, {"stage", textOrNull(value.by->stage)},
                           {"line", lineOrNull(value.by->line)}, {"created_by", value.by->text}});
        }
    }
}

io::Json sumJson(const ChangeSum& sum) { return {{"files", sum.files}, {"bytes", sum.bytes}}; }

io::Json imageJson(const ImageView& image) {
    return {{"image", image.name}, {"digest", digestOrNull(image.manifest)}, {"config", digestOrNull(image.configDigest)}, {"layers", image.layers.size()}};
}

} // namespace

std::string comparisonJson(const ImageView& before, const ImageView& after, const Comparison& comparison, const CompareOptions& options) {
    io::Json files = io::Json::array();
    for (const FileDifference& file : comparison.files) {
        files.push_back(fileJson(file, before, after));
    }
    io::Json history = io::Json::array();
    for (const HistoryDifference& entry : comparison.history) {
        history.push_back({{"change", changeName(entry.change)}, {"created_by", entry.text}});
    }
    io::Json document = {{"schema", "stagewright.diff/1"}, {"before", imageJson(before)}, {"after", imageJson(after)}};
    document["semantic"] = options.semantic;
    document["equal"] = comparison.equal();
    document["summary"] = {{"added", sumJson(comparison.added)}, {"removed", sumJson(comparison.removed)}, {"modified", sumJson(comparison.modified)}};
    document["files"] = std::move(files);
    document["config"] = valuesJson(comparison.config);
    document["env"] = valuesJson(comparison.env);
    document["labels"] = valuesJson(comparison.labels);
    io::Json makers = io::Json::array();
    addMakers(makers, "config", comparison.config);
    addMakers(makers, "env", comparison.env);
    addMakers(makers, "labels", comparison.labels);
    document["values_by"] = std::move(makers);
    document["history"] = std::move(history);
    document["layers"] = {{"shared", comparison.sharedLayers},
                          {"shared_bytes", comparison.sharedBytes},
                          {"only_before", before.layers.size() - comparison.sharedLayers},
                          {"only_after", after.layers.size() - comparison.sharedLayers}};
    return io::dumpJson(document);
}

} // namespace sw::analysis
