#pragma once

#include "core/base/diagnostic.h"
#include "core/dockerfile/ast.h"
#include "core/oci/image.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Which stages there are, what they are called, and who uses whom. Works on any Document, also a half-typed one.
/// Rules: BuildKit dockerfile2llb/convert.go; dockerfile-semantics 2.4.
namespace sw::plan {

struct Ulimit {
    std::string name;               ///< "nofile", as setrlimit's names without RLIMIT_, lower case
    std::int64_t soft = 0, hard = 0; ///< -1 = unlimited
    bool operator==(const Ulimit&) const = default;
};

/// How RUN steps are run, as far as it may show in what they make. Part of their keys, but for the addresses of hosts.
struct RunSettings {
    std::string network = "default"; ///< default | host | none: of a RUN that says nothing
    std::vector<std::pair<std::string, std::string>> hosts; ///< --add-host: name, address
    std::vector<Ulimit> ulimits;
    std::uint64_t shmSize = 0;       ///< bytes of /dev/shm, 0 = 64 MiB
    bool operator==(const RunSettings&) const = default;
};

/// What a person chooses besides the text. Everything that changes what is built is in here.
struct Inputs {
    std::string target;                                ///< "" = last stage
    std::map<std::string, std::string> buildArgs;
    oci::Platform targetPlatform = oci::Platform::host();
    oci::Platform buildPlatform = oci::Platform::host();
    std::map<std::string, std::string> namedContexts;  ///< normalised name -> SRC as architecture.md section 6 writes it
    std::map<std::string, std::string> labels;         ///< --label
    RunSettings run;
    bool severalPlatforms = false; ///< one of a build for several: names of steps say the platform
    bool operator==(const Inputs&) const = default;
};

enum class EdgeKind { From, Copy, Mount };

/// Something that is no stage of this file: an image, a named context, or "scratch".
struct External {
    enum class Kind { Image, NamedContext, Scratch } kind = Kind::Image;
    std::string reference; ///< after expansion, as people write it: "node:18"; name of the named context; "scratch"
    oci::Platform platform;
    bool operator==(const External&) const = default;
};

/// `source` feeds instruction `instruction` of stage `stage`.
struct Edge {
    EdgeKind kind = EdgeKind::From;
    std::optional<std::size_t> sourceStage;    ///< index in stages, or
    std::optional<std::size_t> sourceExternal; ///< index in externals
    std::size_t stage = 0;
    std::size_t instruction = 0; ///< index in Document::instructions
    int line = 0;                ///< first line of that instruction, 1-based
    std::string reference;       ///< as written ("builder", "0", "nginx:alpine")
    bool needed = false;         ///< the using stage is needed for the target
    bool operator==(const Edge&) const = default;
};

struct Stage {
    std::size_t index = 0;
    std::string name;          ///< lower case; "" when unnamed
    std::string writtenName;   ///< as in the text
    std::string base;          ///< expanded; what follows FROM
    std::optional<std::size_t> baseStage;
    std::optional<std::size_t> baseExternal; ///< neither: the base is wrong, see diagnostics
    oci::Platform platform;
    std::size_t from = 0;      ///< index of its FROM in Document::instructions
    std::size_t end = 0;       ///< one past its last instruction
    int line = 0;
    bool needed = false;       ///< reachable from the target
    bool isTarget = false;
    bool replaced = false;     ///< a named context of the same name stands in for the whole stage
    std::string description;   ///< doc comment "# name text" above FROM

    /// Name for people: the name as written, or "stage 2" (1-based) for an unnamed one.
    std::string displayName() const;
    bool operator==(const Stage&) const = default;
};

/// What refuses a file is found in this order, and the first of it is what a build says (BuildKit convert.go,
/// toDispatchState). A later line may well refuse before an earlier one.
enum class Phase {
    Reading,      ///< lines, words, heredocs, directives
    Instructions, ///< what each instruction takes
    Arguments,    ///< values of global ARGs
    Froms,        ///< base names and platforms of all stages, needed or not
    Target,
    Uses,         ///< --from of all stages
    Cycles,
    Bases,        ///< names of images, of all stages
    Steps,        ///< the instructions of the needed stages, one after the other
};

struct StageGraph {
    std::vector<Stage> stages;       ///< in file order, one per Document::stages
    std::vector<External> externals; ///< each once, in order of first use
    std::vector<Edge> edges;         ///< in file order of the using instruction; FROM edges included
    std::optional<std::size_t> target;
    std::map<std::string, std::string> globalArgs; ///< effective values of ARGs before the first FROM
    std::vector<Diagnostic> diagnostics; ///< of names, targets, cycles, bases; not those of the parser
    std::vector<Phase> phases;           ///< one per diagnostic, ascending

    std::optional<std::size_t> stageNamed(std::string_view name) const; ///< case-insensitive, last of equal names
    bool operator==(const StageGraph&) const = default;
};

/// Which stages count as needed: what the target needs, or all of them, as checks without a target look at all.
enum class Reach { Target, All };

StageGraph resolveStages(const dockerfile::Document& document, const Inputs& inputs, Reach reach = Reach::Target);

/// Counts more stages as needed, with all that they need in turn; wrong uses in them are then told as those of any needed stage.
void needStages(StageGraph& graph, const dockerfile::Document& document, const std::set<std::size_t>& stages);

/// Graphviz text of the graph, for `stw graph --format dot` and export.
std::string toDot(const dockerfile::Document& document, const StageGraph& graph);

} // namespace sw::plan
