#pragma once

#include "core/analysis/filetree.h"
#include "core/analysis/imageview.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// Two images (or stages, or builds) side by side: files, configuration, history, layers.
namespace sw::analysis {

/// In what a file differs; several may hold.
enum class Differs : std::uint8_t { Type = 1, Content = 2, Mode = 4, Owner = 8, Link = 16, Xattr = 32, Time = 64 };
std::string_view differsName(Differs what); ///< "type", "content", ..
/// Their names, in the order of the enumeration.
std::vector<std::string_view> differsNames(std::uint8_t set);

/// A file as one of the images has it.
struct FileSide {
    oci::EntryRef entry;      ///< none: a directory that no layer names. Lives as long as the image's layers
    oci::EntryRef content;    ///< the File with the bytes; none for what has none
    std::size_t layer = 0;    ///< that it comes from; meaningless without an entry
};

struct FileDifference {
    std::string path; ///< clean
    Change change = Change::Modified;
    std::uint8_t differs = 0; ///< of Differs, for Modified
    std::optional<FileSide> before, after;
    /// The layer that made the difference: of the second image, or for what is only in the first and that no layer of the second
    /// removed, of the first. Of what was added: the one that made it, first since it last was not there; of what was modified: the
    /// one that gave it its content, or where only other things differ, the last that changed one of them.
    bool responsibleIsAfter = true;
    std::optional<std::size_t> responsible;
    struct Part {
        std::size_t layer = 0;
        std::uint8_t differs = 0; ///< of Differs: what it gave the file
    };
    std::vector<Part> also; ///< other layers of that image that gave the file something that counts here, lowest first

    std::int64_t bytes() const; ///< how much larger the second is
};

/// The instruction that gave a value.
struct ValueMaker {
    bool isAfter = true; ///< of the second image; false: of the first, whose value the second does not have
    std::string stage;   ///< "" = not known
    int line = 0;        ///< 0: not known
    std::string text;    ///< of the instruction, or what the history says of it
    bool operator==(const ValueMaker&) const = default;
};

/// A value of the configuration: "user", "cmd", a variable's or label's name. Absent: it is not set.
struct ValueDifference {
    std::string name;
    std::optional<std::string> before, after;
    std::optional<ValueMaker> by = {}; ///< where it is known: inspect::nameInstructions
    Change change() const { return !before ? Change::Added : !after ? Change::Removed : Change::Modified; }
    bool operator==(const ValueDifference&) const = default;
};

struct HistoryDifference {
    Change change = Change::Added; ///< Added or Removed
    std::string text;
    bool operator==(const HistoryDifference&) const = default;
};

struct ChangeSum {
    std::uint64_t files = 0; ///< other than directories
    std::int64_t bytes = 0;  ///< by which the second is larger
};

struct Comparison {
    std::vector<FileDifference> files; ///< by path
    ChangeSum added, removed, modified;
    std::vector<ValueDifference> config, env, labels;
    std::vector<HistoryDifference> history;
    std::size_t sharedLayers = 0; ///< the lowest ones that both have
    std::uint64_t sharedBytes = 0; ///< content stored in them
    bool equal() const { return files.empty() && config.empty() && env.empty() && labels.empty() && history.empty(); }
};

struct CompareOptions {
    bool semantic = true; ///< times and the order of what has no order are ignored; false: they count
    std::string below;    ///< clean; only this and what is below
};

/// Linear in the number of files of both. Both must be opened with the digests of their contents.
Comparison compare(const ImageView& before, const ImageView& after, const CompareOptions& options = {}, std::stop_token stop = {});

/// The document of `stw diff` (app/stw/README.md).
std::string comparisonJson(const ImageView& before, const ImageView& after, const Comparison& comparison, const CompareOptions& options);

/// The bytes of a regular file of an image, links followed; nullopt where there is none.
Result<std::optional<std::string>> fileText(const ImageView& image, std::string_view path, std::uint64_t limit);

} // namespace sw::analysis
