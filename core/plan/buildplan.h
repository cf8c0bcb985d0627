#pragma once

#include "core/base/digest.h"
#include "core/oci/image.h"
#include "core/plan/remotesource.h"
#include "core/plan/stagegraph.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

/// A Dockerfile lowered for one target and platform to a DAG of operations. Only what the target needs is here; equal
/// operations are one operation. Config-only instructions make no operation. Nothing here touches a file system.
namespace sw::plan {

using OpId = std::size_t; ///< index in BuildPlan::ops; inputs have smaller ids than their users

/// One named, readable part of what defines an operation. Lists of these are compared to explain a cache miss,
/// so a part is as small as a person's idea of a cause: one argument, one environment variable, one mount.
/// tags: "command", "arg:NAME", "env:NAME", "workdir", "user", "shell", "network", "security", "mount:TARGET",
/// "source", "destination", "chown", "chmod", "link", "parents", "exclude", "platform", "image", "heredoc:NAME", …
struct KeyPart {
    std::string tag;
    std::string value;
    bool operator==(const KeyPart&) const = default;
};

struct SourceImageOp { ///< an external image, or scratch (empty reference)
    std::string reference;
    oci::Platform platform;
    std::optional<Digest> digest; ///< manifest digest when resolved
};

struct RunMount {
    dockerfile::MountType type = dockerfile::MountType::Bind;
    std::optional<OpId> from;            ///< result of this op; or
    std::optional<std::string> context;  ///< "" = the main context, else a named local context
    std::string source;                  ///< clean path in it
    std::string target;                  ///< absolute
    bool readOnly = true;
    std::string id;                      ///< cache, secret, ssh
    std::optional<std::string> env;
    dockerfile::CacheSharing sharing = dockerfile::CacheSharing::Shared;
    bool required = false;
    std::uint64_t size = 0;
    std::uint32_t mode = 0, uid = 0, gid = 0;
    bool owned = false; ///< one of the three was given

    /// A cache mount that begins with files: a source inside something, or all of it unless an owner or mode is asked for,
    /// for which BuildKit makes an empty directory (dockerfile2llb/convert_runmount.go, setCacheUIDGID).
    bool seeded() const {
        return type == dockerfile::MountType::Cache && (from || context) && (!source.empty() || !owned);
    }
};

struct RunOp {
    OpId input = 0;
    std::vector<std::string> args;                         ///< argv, shell form already wrapped
    std::vector<std::pair<std::string, std::string>> env;  ///< ENV and ARG in force, in order, without proxies
    std::vector<std::pair<std::string, std::string>> proxyEnv; ///< outside the key; goes before what `env` says
    std::string cwd;
    std::string user;                                      ///< as in USER; "" = root
    std::vector<RunMount> mounts;
    std::string network = "default";
    std::string security = "sandbox";
    std::string hostname = "buildkitsandbox";
    std::vector<std::pair<std::string, std::string>> hosts; ///< name, address; addresses stay outside the key
    std::vector<Ulimit> ulimits;
    std::uint64_t shmSize = 0;                             ///< 0 = 64 MiB
    oci::Platform platform;                                ///< of the programs in its root
    std::optional<std::string> script; ///< heredoc body starting with "#!": a file that is executed
    std::string scriptName;
};

struct InlineFile { ///< COPY <<name
    std::string name;
    std::string content;
};

/// COPY and ADD, all words expanded.
struct CopyOp {
    OpId input = 0;
    bool add = false;
    std::optional<OpId> from;           ///< result of this op; else
    std::string context;                ///< "" = main context, else a named local context
    std::vector<std::string> sources;   ///< as expanded, not cleaned (trailing slashes and globs matter)
    std::vector<RemoteSource> remotes;  ///< those of `sources` that are fetched (ADD), in order
    std::vector<InlineFile> inlineFiles;
    std::string destination;            ///< absolute; a trailing slash is kept
    std::optional<std::string> chown, chmod;
    std::vector<std::string> excludes;
    bool link = false, parents = false, keepGitDir = false;
    std::optional<bool> unpack;
    std::optional<std::string> checksum;

    const RemoteSource* remote(std::size_t position) const; ///< of a source; null for a local one
    bool hasLocalSources() const { return remotes.size() < sources.size(); }
};

struct MkdirOp { ///< WORKDIR
    OpId input = 0;
    std::string path; ///< absolute
    std::string user; ///< owner
};

using Operation = std::variant<SourceImageOp, RunOp, CopyOp, MkdirOp>;

struct Op {
    Operation operation;
    std::vector<OpId> inputs;          ///< all ops it reads, parent first
    std::vector<KeyPart> definition;   ///< everything that defines it but the contents of inputs and contexts
    Hash128 definitionHash;
    std::size_t stage = 0;             ///< of the first instruction that asked for it
    std::size_t instruction = 0;       ///< index in Document::instructions
    std::string name;                  ///< "[builder 2/5] COPY package*.json ./" as BuildKit names steps
};

/// One instruction of a needed stage.
struct Step {
    std::size_t stage = 0;
    std::size_t instruction = 0; ///< index in Document::instructions
    int line = 0;
    std::string text;            ///< source text of the instruction (Instruction::original)
    std::optional<OpId> op;      ///< absent: metadata only
    bool shared = false;         ///< the op belongs to an earlier step as well
    bool fromOnbuild = false;    ///< a trigger of the base image
    std::optional<oci::HistoryEntry> history; ///< what it adds to the image history (time unset)
};

/// State of a stage after all its instructions.
struct StagePlan {
    std::size_t stage = 0;
    std::vector<std::size_t> steps; ///< indexes in BuildPlan::steps
    std::optional<std::size_t> base; ///< index in BuildPlan::stages of the stage that it goes on from
    OpId result = 0;                ///< root file system
    oci::ImageConfig config;        ///< without diff ids; history: of the external base alone, see historyOf()
    bool complete = true;           ///< false: an external base is not resolved, so config and definitions are provisional
};

struct BuildPlan {
    std::vector<Op> ops;
    std::vector<Step> steps;           ///< needed stages only, in file order
    std::vector<StagePlan> stages;     ///< needed stages only, in file order
    std::size_t target = 0;            ///< index in stages
    std::vector<Diagnostic> diagnostics; ///< errors here refuse the build
    /// Stages that the target needs only because a trigger of a base image names them. The graph, which knows no images,
    /// does not count them as needed: see needStages().
    std::set<std::size_t> brought;

    const StagePlan* stagePlan(std::size_t stage) const;
};

/// What is known of an external image. Absent: not resolved (a forecast goes on without; a build resolves first).
struct ResolvedImage {
    Digest digest;
    oci::ImageConfig config;
};
using ImageResolver = std::function<std::optional<ResolvedImage>(const std::string& reference, const oci::Platform& platform)>;

BuildPlan makePlan(const dockerfile::Document& document, const StageGraph& graph, const Inputs& inputs,
                   const ImageResolver& resolver);

/// Plans for several platforms, one per pair of graph and inputs, over one list of operations: equal operations are one, so
/// a stage of the build's own platform is made once. Every plan holds the whole list, and an OpId means the same in each.
std::vector<BuildPlan> makePlans(const dockerfile::Document& document, const std::vector<StageGraph>& graphs,
                                 const std::vector<Inputs>& inputs, const ImageResolver& resolver);

/// History of a stage: the entries of its external base, then those of the instructions of its base stages and its own.
/// Made on demand, since stages upon stages would each hold all of it.
std::vector<oci::HistoryEntry> historyOf(const BuildPlan& plan, const StagePlan& stage);

/// Images that makePlan will ask for, in order; what a build has to resolve beforehand (ONBUILD may add more).
std::vector<External> neededImages(const StageGraph& graph);

/// Canonical text, for goldens and `stw graph --plan`.
std::string dump(const BuildPlan& plan);

} // namespace sw::plan
