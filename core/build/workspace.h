#pragma once

#include "core/build/build.h"
#include "core/build/forecastmemory.h"
#include "core/build/images.h"
#include "core/build/root.h"
#include "core/cache/contexttree.h"
#include "core/cache/records.h"
#include "core/remote/remotecache.h"
#include "core/plan/buildplan.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace sw::build {

/// What a build and a forecast have in common: the request understood, its plan, its contexts and the cache's tables.
class Workspace {
public:
    /// `offline`: a forecast, which asks nobody. `memory`: of earlier forecasts; may be null.
    Workspace(std::shared_ptr<store::Store> store, cache::CacheIndex cache, const BuildRequest& request, bool offline = false,
              ForecastMemory* memory = nullptr);

    /// Parses and resolves the text. Afterwards firstError() says whether it can be built at all.
    void read();
    /// Lowers the text with the images known now. `strict`: only those fetched in this build (--pull).
    void makePlan(bool strict);
    std::optional<Diagnostic> firstError() const; ///< what a build stops at, told at the first line of its instruction
    std::vector<Diagnostic> diagnostics() const;

    /// The platforms that are built, at least one. `graph` and `plan` are of the chosen one (the first, until choose() says
    /// otherwise); the operations of all plans are the same list.
    std::size_t platformCount() const { return m_variants.size(); }
    const oci::Platform& platform(std::size_t variant) const { return m_variants[variant].inputs.targetPlatform; }
    bool severalPlatforms() const { return m_variants.front().inputs.severalPlatforms; }
    void choose(std::size_t variant);
    const plan::BuildPlan& planOf(std::size_t variant) const { return m_variants[variant].plan; }

    /// A context of this build, walked once: "" is the main one. NotFound when there is none.
    Result<std::shared_ptr<cache::SourceTree>> context(const std::string& name, std::stop_token stop);
    /// A context's contents as a value: only where a forecast's memory holds it. nullopt: there is no such value.
    std::optional<Hash128> contextIdentity(const std::string& name) const;
    /// Small facts that are costly to find. A forecast keeps them in its memory, since they may be about what never comes to be.
    Result<std::optional<cache::CacheIndex::Memo>> memo(const Hash128& about);
    Result<void> putMemo(const Hash128& about, const cache::CacheIndex::Memo& memo);
    /// Of a whole root file system.
    Result<RootTotals> totalsOf(const Root& root);
    ForecastMemory* memory() const { return m_memory; }
    std::uint64_t memoryGeneration() const { return m_generation; }
    /// What is fetched: ADD URL, git, named contexts of these kinds.
    remote::RemoteCache& remotes() { return *m_remotes; }
    /// Called around a transfer.
    std::function<void(const std::string& what, bool begin)> onFetch;
    /// Called around the walk of a context, for the build's events.
    std::function<void(const std::string& name, bool begin, std::size_t files)> onContext;

    /// How lines of this file are remembered between builds.
    std::string dockerfileKey() const;
    std::string stageKey(std::size_t stage) const;
    /// Operations of a stage in order, with the texts of their steps.
    struct StageLines {
        std::vector<plan::OpId> ops;
        std::vector<std::string> texts;
        std::vector<cache::LineRecord> before;
    };
    const StageLines& linesOf(std::size_t stage); ///< of the chosen platform
    const StageLines& linesOfOp(plan::OpId op);    ///< those of its stage, for the first platform that has the operation
    int lineOf(plan::OpId op) const;
    std::string stageName(std::size_t stage) const;

    const BuildRequest& request;
    std::shared_ptr<store::Store> store;
    cache::CacheIndex cache;
    cache::RecordReader records; ///< how decisions read it
    ImageSet images;
    dockerfile::Document document;
    plan::StageGraph graph;
    plan::BuildPlan plan;

private:
    struct ContextSlot {
        std::mutex mutex;
        std::shared_ptr<cache::SourceTree> tree;
    };
    struct Variant {
        plan::Inputs inputs;
        plan::StageGraph graph;
        plan::BuildPlan plan;
    };
    std::string stageKey(std::size_t variant, std::size_t stage) const;
    const StageLines& linesOf(std::size_t variant, std::size_t stage);
    Result<std::shared_ptr<cache::SourceTree>> openContext(const std::string& name, std::size_t& files, std::stop_token stop);
    Result<std::shared_ptr<cache::SourceTree>> openFetched(const std::string& name, const std::string& source, std::stop_token stop);
    const std::string* namedSource(const std::string& name) const;
    Result<cache::ContextTree::Options> contextOptions(const std::string& name) const;

    ForecastMemory* m_memory;
    std::uint64_t m_generation = 0; ///< of the memory, when this forecast began
    std::optional<Hash128> contextPlace() const; ///< of the main context, when it is a directory
    std::unique_ptr<remote::RemoteCache> m_remotes;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<ContextSlot>> m_contexts;
    std::map<std::pair<std::size_t, std::size_t>, StageLines> m_lines; ///< by platform and stage
    std::vector<Variant> m_variants;
    std::size_t m_chosen = 0;
};

using SshAgents = decltype(BuildRequest::ssh); ///< id, socket

/// Where what is fetched is kept, and how secrets and the ssh agent "default" of a request reach it.
remote::RemoteCache::Options remoteOptions(const store::Store& store, const std::vector<Secret>& secrets, const SshAgents& ssh, bool offline);

/// The parent of an operation in its stage's chain: what it starts from. nullopt for images.
std::optional<plan::OpId> parentOf(const plan::Op& op);

} // namespace sw::build
