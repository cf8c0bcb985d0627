#include "core/analysis/filekind.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sw::analysis {

namespace {

struct Endings {
    FileKind kind;
    std::vector<std::string_view> names;
};

const std::array<Endings, 5> kEndings = {{
    {FileKind::Library, {".so", ".a", ".o", ".node", ".dll", ".ko", ".wasm"}},
    {FileKind::Code,
     {".js", ".mjs", ".cjs", ".ts", ".jsx", ".tsx", ".py", ".pyc", ".rb", ".php", ".java", ".class", ".jar", ".c", ".h", ".cpp", ".hpp", ".go", ".rs", ".sh", ".pl", ".pm", ".lua", ".el"}},
    {FileKind::Media, {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".mp4", ".mp3", ".wav", ".ogg"}},
    {FileKind::Archive, {".gz", ".tgz", ".xz", ".bz2", ".zst", ".zip", ".tar", ".deb", ".rpm", ".apk", ".whl"}},
    {FileKind::Text, {".md", ".txt", ".html", ".css", ".map", ".json", ".xml", ".yml", ".yaml", ".toml", ".conf", ".cfg", ".ini", ".mo", ".po", ".csv", ".log"}},
}};

} // namespace

FileKind fileKind(std::string_view name, oci::EntryRef entry) {
    if (!entry || entry.type() == oci::EntryType::Directory) {
        return FileKind::Directory;
    }
    if (entry.type() == oci::EntryType::Symlink) {
        return FileKind::Link;
    }
    if (entry.type() != oci::EntryType::File && entry.type() != oci::EntryType::HardLink) {
        return FileKind::Other;
    }
    for (const Endings& endings : kEndings) {
        if (std::ranges::any_of(endings.names, [&](std::string_view ending) { return name.ends_with(ending); })) {
            return endings.kind;
        }
    }
    if (name.find(".so.") != std::string_view::npos) {
        return FileKind::Library;
    }
    return (entry.mode() & 0111U) != 0 ? FileKind::Program : FileKind::Other;
}

} // namespace sw::analysis
