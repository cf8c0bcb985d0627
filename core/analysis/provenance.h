#pragma once

#include "core/analysis/buildfiles.h"

#include <map>
#include <stop_token>

/// The way a file came: made by one line, copied by another, changed by a third.
namespace sw::analysis {

/// Where COPY took files: a stage's root, or the context as it lies on the disk now.
class SourceFiles {
public:
    virtual ~SourceFiles() = default;
    enum class Kind { None, File, Directory, Other };
    virtual Kind kind(const std::string& path) const = 0;                         ///< clean; links are followed
    virtual std::vector<std::string> names(const std::string& directory) const = 0; ///< of its children
    virtual bool sameContent(const std::string& path, oci::EntryRef file) const = 0;
};

/// A step of a file's way.
struct Hop {
    enum class Deed : std::uint8_t {
        Made,    ///< was not there before
        Changed, ///< was there before, and is stored again
        Copied,  ///< is what it was elsewhere: see `from`
        Removed, ///< the end of the way
    };
    Deed deed = Deed::Made;
    Making making = Making::Other;
    std::size_t stage = 0;       ///< index in BuildFiles::stages
    std::size_t layer = 0;       ///< of that stage
    std::string path;            ///< clean, in that stage
    bool contentChanged = true;  ///< Changed: false when only mode, owner or the like did
    std::optional<std::string> sourcePath; ///< Copied: clean path in the stage, image or context it came from
    bool unpacked = false;       ///< out of an archive, which sourcePath names
    /// Of the context's file as it is now: still the same? Absent: the context is not known.
    enum class Now : std::uint8_t { Unknown, Same, Changed, Gone };
    Now now = Now::Unknown;
    /// RUN: what the step had before it. What it really read is not known.
    struct Seen {
        std::uint64_t files = 0, bytes = 0;
        std::vector<std::size_t> copies; ///< layers of the stage that COPY or ADD made before it
    };
    std::optional<Seen> couldSee;
};
std::string_view deedName(Hop::Deed deed); ///< "made", "changed", "copied", "removed"

struct Provenance {
    std::string path;       ///< clean, links in directories followed
    bool present = false;   ///< in the image; false with hops: it was deleted
    oci::EntryRef entry;    ///< none unless present
    std::vector<Hop> hops;  ///< oldest first; empty: the path never was there
};

/// Of a path in a stage. `context` may be null.
Provenance provenanceOf(const BuildFiles& build, std::size_t stage, std::string_view path, const SourceFiles* context = nullptr);

/// The context as a folder of this machine; links that lead out of it are not followed.
std::unique_ptr<SourceFiles> folderFiles(std::filesystem::path folder);

/// Where the bytes of an image came from: for each file, the stages it passed through and the place where it began.
struct Beginning {
    Making making = Making::Other; ///< Base, Context, Image, Inline, Remote, Run, Workdir, Other: where files began
    std::string name;              ///< image, named context or address; of a step without a line its text; "": the main context, or a step
    std::string stage;             ///< of a step, the one that it stands in
    int line = 0;                  ///< of a step; 0: none
    bool operator==(const Beginning&) const = default;
    auto operator<=>(const Beginning&) const = default;
    std::string text() const;      ///< "line 8 in builder", "context", the name: as documents and tables have it
};
struct Origin {
    Beginning begin;
    std::uint64_t files = 0, bytes = 0;
};
struct OriginFile {
    std::string path;              ///< in the image
    std::uint64_t bytes = 0;       ///< hard links once
    std::size_t layer = 0;         ///< of the image's stage
    Beginning begin;
    std::vector<std::size_t> stages; ///< that it passed through, the image's own first
    std::string sourcePath;        ///< in the oldest place that is known
};
struct Origins {
    std::vector<Origin> sums;       ///< most bytes first
    std::vector<OriginFile> files;  ///< by path
    std::map<std::size_t, std::pair<std::uint64_t, std::uint64_t>> throughStages; ///< other stage: files, bytes
};
Origins originsOf(const BuildFiles& build, std::size_t stage, const SourceFiles* context = nullptr, std::stop_token stop = {});

} // namespace sw::analysis
