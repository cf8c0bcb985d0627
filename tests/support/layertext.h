#pragma once

#include "core/base/imagepath.h"
#include "core/oci/compactindex.h"

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>

/// Layers written as text, one entry a line, for tests:
///   f PATH BYTES [CONTENT]   file; equal CONTENT words mean equal bytes (default: unique to path and size)
///   h PATH TARGET            hard link      l PATH TARGET   symbolic link
///   d PATH [MODE]            directory      o PATH          opaque directory      - PATH   whiteout
namespace sw::test {

inline oci::LayerIndex layerIndex(const std::string& text) {
    oci::LayerIndex index;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string kind;
        oci::LayerEntry entry;
        entry.mode = 0644;
        if (!(words >> kind >> entry.path)) {
            continue;
        }
        entry.path = cleanImagePath(entry.path);
        if (kind == "f") {
            std::string content;
            words >> entry.size >> content;
            entry.content = Hash128{Hasher128::of(content.empty() ? entry.path + std::to_string(entry.size) : content)};
            index.contentBytes += entry.size;
        } else if (kind == "h") {
            entry.type = oci::EntryType::HardLink;
            words >> entry.link;
            entry.link = cleanImagePath(entry.link);
        } else if (kind == "l") {
            entry.type = oci::EntryType::Symlink;
            words >> entry.link;
        } else if (kind == "-") {
            entry.type = oci::EntryType::Whiteout;
        } else {
            entry.type = oci::EntryType::Directory;
            entry.opaque = kind == "o";
            entry.mode = 0755;
            if (std::string mode; words >> mode) {
                entry.mode = static_cast<std::uint32_t>(std::stoul(mode, nullptr, 8));
            }
        }
        entry.headerBytes = 512;
        index.headerBytes += 512;
        index.entries.push_back(std::move(entry));
    }
    std::ranges::stable_sort(index.entries, {}, &oci::LayerEntry::path);
    index.tarBytes = index.contentBytes + index.headerBytes + 1024;
    return index;
}

inline std::shared_ptr<const oci::CompactIndex> compact(const oci::LayerIndex& index) { return oci::CompactIndex::of(index).value(); }
inline std::shared_ptr<const oci::CompactIndex> layer(const std::string& text) { return compact(layerIndex(text)); }

} // namespace sw::test
