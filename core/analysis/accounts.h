#pragma once

#include "core/analysis/filetree.h"
#include "core/base/digest.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Where the bytes are: exact figures for each layer and the whole (features.md 3.1 has the cases that must come out right).
namespace sw::analysis {

/// A layer with what is known of it from outside; the join of bytes and lines arrives as plain data.
struct LayerInput {
    std::shared_ptr<const oci::CompactIndex> index;
    Digest diffId;
    Digest blob;                 ///< compressed form, empty when there is none
    std::optional<std::uint64_t> compressed; ///< bytes
    std::string createdBy;       ///< history text
    std::string stage;           ///< display name of the stage that made it, or begins with it; "" where no record tells
    int line = 0;                ///< of the Dockerfile: the instruction, or the FROM that brought it; 0 = none
    bool base = false;           ///< came with an external base image
};

struct LayerFigures {
    std::uint64_t atRest = 0;       ///< content bytes stored in the layer, hard links once
    std::int64_t contribution = 0;  ///< change of the visible total
    std::uint64_t runningTotal = 0; ///< visible total with this layer on top
    std::uint64_t headerBytes = 0;  ///< tar headers
    /// The rest of the tar: content + headers + padding = tarBytes. Negative where holes of sparse files, which count as content,
    /// are more than the padding.
    std::int64_t paddingBytes = 0;
    std::uint64_t tarBytes = 0;
    std::uint64_t files = 0;        ///< non-directories stored in the layer, whiteouts excluded
    std::uint64_t removed = 0;      ///< whiteouts and opaque directories
    bool operator==(const LayerFigures&) const = default;
};

/// Bytes that are stored but not visible: `storedBy` put them there, `hiddenBy` deleted or replaced them.
struct Waste {
    std::string path; ///< clean; of the file itself; "" for what a layer's own tar stores again under the same names
    std::uint64_t bytes = 0;
    std::size_t storedBy = 0, hiddenBy = 0; ///< layer numbers
    bool operator==(const Waste&) const = default;
};

/// Waste of one pair of layers, largest first: "line 14 hides 100 MB of line 9".
struct WasteSum {
    std::size_t storedBy = 0, hiddenBy = 0;
    std::uint64_t bytes = 0;
    std::uint64_t files = 0;
    bool operator==(const WasteSum&) const = default;
};

struct Duplicate {
    Hash128 content;
    std::uint64_t bytes = 0;          ///< of one copy
    std::vector<std::string> paths;   ///< two or more visible files with equal content, sorted
    bool operator==(const Duplicate&) const = default;
};

struct Accounts {
    std::vector<LayerFigures> layers;
    std::uint64_t stored = 0;  ///< sum of atRest
    std::uint64_t visible = 0; ///< content of the final tree, hard links once
    std::uint64_t wasted = 0;  ///< stored - visible
    std::uint64_t visibleFiles = 0;
    double efficiency = 1.0;   ///< visible / stored; 1 where nothing is stored
    std::vector<Waste> waste;  ///< largest first
    std::vector<WasteSum> wasteSums;
    std::vector<Duplicate> duplicates; ///< most bytes to gain first; files of at least 1 byte
};

/// What each layer holds, before it is known what can be seen of it: contribution and runningTotal are 0. For a first look.
std::vector<LayerFigures> layerFigures(const std::vector<LayerInput>& layers);

/// Linear in the number of entries (and of hidden files), whatever the number of whiteouts.
Accounts account(const std::vector<LayerInput>& layers, std::stop_token stop = {});

} // namespace sw::analysis
