#include "core/analysis/jsonparts.h"

namespace sw::analysis {

io::Json digestOrNull(const Digest& digest) { return digest.empty() ? io::Json() : io::Json(digest.text()); }

std::string_view typeName(oci::EntryType type) {
    switch (type) {
    case oci::EntryType::File: return "file";
    case oci::EntryType::HardLink: return "hardlink";
    case oci::EntryType::Symlink: return "symlink";
    case oci::EntryType::Directory: return "directory";
    case oci::EntryType::CharDevice: return "char-device";
    case oci::EntryType::BlockDevice: return "block-device";
    case oci::EntryType::Fifo: return "fifo";
    case oci::EntryType::Whiteout: return "whiteout";
    }
    return "file";
}

std::string octal(std::uint32_t mode) {
    std::string out;
    for (int shift = 9; shift >= 0; shift -= 3) {
        out += static_cast<char>('0' + ((mode >> shift) & 7U));
    }
    return out;
}

io::Json textOrNull(const std::string& text) { return text.empty() ? io::Json() : io::Json(text); }

io::Json lineOrNull(int line) { return line == 0 ? io::Json() : io::Json(line); }

void addOrigin(io::Json& out, const std::vector<LayerInput>& layers, std::size_t layer) {
    if (layer >= layers.size()) {
        return;
    }
    out["layer"] = layer;
    out["stage"] = textOrNull(layers[layer].stage);
    out["line"] = lineOrNull(layers[layer].line);
    out["created_by"] = layers[layer].createdBy;
}

} // namespace sw::analysis
