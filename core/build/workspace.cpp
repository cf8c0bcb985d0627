#include "core/build/workspace.h"

#include "core/build/remotetrees.h"
#include "core/build/runner.h"
#include "core/checks/checks.h"
#include "core/dockerfile/parser.h"
#include "core/plan/arguments.h"
#include "core/plan/refusal.h"

#include <fcntl.h>

#include <algorithm>

namespace sw::build {

namespace {

std::filesystem::path canonicalPath(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::path out = std::filesystem::weakly_canonical(path, error);
    return error ? std::filesystem::absolute(path, error) : out;
}

} // namespace

std::optional<plan::OpId> parentOf(const plan::Op& op) {
    return std::visit(
        [](const auto& operation) -> std::optional<plan::OpId> {
            if constexpr (requires { operation.input; }) {
                return operation.input;
            } else {
                return std::nullopt;
            }
        },
        op.operation);
}

remote::RemoteCache::Options remoteOptions(const store::Store& store, const std::vector<Secret>& secrets, const SshAgents& ssh, bool offline) {
    remote::RemoteCache::Options options;
    options.root = store.root() / "remote";
    options.offline = offline;
    if (const auto agent = std::ranges::find(ssh, "default", &SshAgents::value_type::first); agent != ssh.end()) {
        options.sshAgent = agent->second;
    }
    options.secret = [secrets](const std::string& id) -> std::optional<std::string> {
        const auto found = std::ranges::find(secrets, id, &Secret::id);
        const auto value = found == secrets.end() ? Result<std::string>("") : readSecret(*found);
        return value ? std::optional(*value) : std::nullopt;
    };
    return options;
}

Workspace::Workspace(std::shared_ptr<store::Store> theStore, cache::CacheIndex theCache, const BuildRequest& theRequest, bool offline,
                     ForecastMemory* memory)
    : request(theRequest), store(std::move(theStore)), cache(theCache), records(theCache, memory == nullptr ? nullptr : &memory->records()), images(store), m_memory(memory),
      m_generation(memory == nullptr ? 0 : memory->generation()) {
    remote::RemoteCache::Options options = remoteOptions(*store, request.secrets, request.ssh, offline);
    options.onFetch = [this](const std::string& what, bool begin) {
        if (onFetch) {
            onFetch(what, begin);
        }
    };
    m_remotes = std::make_unique<remote::RemoteCache>(std::move(options));
}

void Workspace::read() {
    document = dockerfile::parse(request.text);
    std::vector<oci::Platform> platforms = request.platforms;
    if (platforms.empty()) {
        platforms.push_back(request.inputs.targetPlatform);
    }
    const auto asked = request.inputs.buildArgs.find("BUILDKIT_MULTI_PLATFORM");
    const bool several = platforms.size() > 1 || (asked != request.inputs.buildArgs.end() && (asked->second == "1" || asked->second == "true"));
    m_variants.clear();
    for (const oci::Platform& platform : platforms) {
        Variant variant{request.inputs, {}, {}};
        variant.inputs.targetPlatform = platform;
        variant.inputs.severalPlatforms = several;
        variant.graph = plan::resolveStages(document, variant.inputs);
        m_variants.push_back(std::move(variant));
    }
    choose(0);
}

void Workspace::choose(std::size_t variant) {
    m_chosen = variant;
    graph = m_variants[variant].graph;
    plan = m_variants[variant].plan;
}

void Workspace::makePlan(bool strict) {
    std::vector<plan::StageGraph> graphs;
    std::vector<plan::Inputs> inputs;
    for (const Variant& variant : m_variants) {
        graphs.push_back(variant.graph);
        inputs.push_back(variant.inputs);
    }
    std::vector<plan::BuildPlan> plans = plan::makePlans(document, graphs, inputs, images.resolver(strict));
    for (std::size_t i = 0; i < plans.size(); ++i) {
        m_variants[i].plan = std::move(plans[i]);
        plan::BuildPlan& made = m_variants[i].plan;
        plan::needStages(m_variants[i].graph, document, made.brought);
        if (!request.platforms.empty() && made.target < made.stages.size()) {
            // Asked for in so many words, a platform is what the image is for, whatever its last stage began with
            // (BuildKit convert.go, implicitTarget).
            made.stages[made.target].config.platform = m_variants[i].inputs.targetPlatform;
        }
    }
    choose(0);
    const std::lock_guard lock(m_mutex);
    m_lines.clear();
}

std::optional<Diagnostic> Workspace::firstError() const {
    if (std::optional<Diagnostic> options = checks::refusedOptions(document, request.inputs)) {
        return options;
    }
    std::optional<plan::Refusal> refusal = plan::firstRefusal(document, {}, {}); // of the text alone
    for (const Variant& variant : m_variants) {
        refusal = refusal ? refusal : plan::firstRefusal(document, variant.graph, variant.plan.diagnostics);
    }
    return refusal ? std::optional(refusal->diagnostic) : std::nullopt;
}

std::vector<Diagnostic> Workspace::diagnostics() const {
    std::vector<Diagnostic> all = document.diagnostics;
    const auto add = [&](const std::vector<Diagnostic>& more) { // platforms mostly say the same
        for (const Diagnostic& diagnostic : more) {
            if (std::ranges::find(all, diagnostic) == all.end()) {
                all.push_back(diagnostic);
            }
        }
    };
    if (const std::optional<Diagnostic> options = checks::refusedOptions(document, request.inputs)) {
        add({*options});
    }
    for (const Variant& variant : m_variants) {
        add(variant.graph.diagnostics);
        add(variant.plan.diagnostics);
    }
    return all;
}

Result<cache::ContextTree::Options> Workspace::contextOptions(const std::string& name) const {
    cache::ContextTree::Options options;
    if (name.empty()) {
        if (request.context.empty()) {
            return failure(ErrorCode::NotFound, say("this build has no context to copy files from: name a directory"));
        }
        options.root = request.context;
        SW_TRY(options.ignore, cache::findIgnoreFile(request.context, request.dockerfile));
    } else {
        const std::string* source = namedSource(name);
        if (source == nullptr) {
            return failure(ErrorCode::NotFound, say("there is no build context named %1", name));
        }
        options.root = *source;
        options.description = say("the build context '%1'", name);
        SW_TRY(options.ignore, cache::findIgnoreFile(options.root, {}));
    }
    options.statCacheFile = store->root() / "contexts" / (Hasher128::of(canonicalPath(options.root).string()).hex() + ".stat");
    return options;
}

const std::string* Workspace::namedSource(const std::string& name) const {
    const auto found = std::ranges::find_if(request.inputs.namedContexts, [&](const auto& item) {
        return item.first == name || plan::normaliseContextName(item.first) == name;
    });
    return found == request.inputs.namedContexts.end() ? nullptr : &found->second;
}

/// A named context behind an address: a checkout, or a directory that holds the file, called "context"
/// (frontend/dockerui/namedcontext.go). No ignore file applies.
Result<std::shared_ptr<cache::SourceTree>> Workspace::openFetched(const std::string& name, const std::string& source, std::stop_token stop) {
    SW_TRY(std::optional<plan::RemoteSource> remote, plan::parseRemote(source));
    if (!remote) {
        return failure(ErrorCode::Invalid, say("the build context '%1' is neither a directory nor an address: %2", name, source));
    }
    remote->name = "context";
    SW_TRY(const auto opened, openRemote(*m_remotes, *remote, stop));
    if (!opened) {
        return failure(ErrorCode::Unsupported, say("the build context '%1' has to be fetched first", name));
    }
    return opened->tree;
}

Result<std::shared_ptr<cache::SourceTree>> Workspace::openContext(const std::string& name, std::size_t& files, std::stop_token stop) {
    if (name.empty() && request.remoteContext) {
        const RemoteContext& context = *request.remoteContext;
        if (context.layer) {
            SW_TRY(Root root, rootOfLayers(*store, cache, {*context.layer}));
            SW_TRY(const auto tree, LayersTree::open(store, std::move(root), say("the build context")));
            return std::static_pointer_cast<cache::SourceTree>(tree);
        }
        if (!context.directory.empty()) {
            return checkoutTree(context.directory, say("the build context"), stop);
        }
        if (context.file.empty()) {
            SW_TRY(const auto tree, LayersTree::open(store, Root(), say("the build context, which is empty")));
            return std::static_pointer_cast<cache::SourceTree>(tree);
        }
        const UniqueFd fd(::open(context.file.c_str(), O_RDONLY | O_CLOEXEC));
        SW_TRY(const remote::RemoteFile file, m_remotes->keep(fd.get()));
        return std::static_pointer_cast<cache::SourceTree>(std::make_shared<FileTree>(file, context.fileName, say("the build context")));
    }
    if (const std::string* source = name.empty() ? nullptr : namedSource(name); source != nullptr) {
        std::error_code error;
        SW_TRY(const auto remote, plan::parseRemote(*source));
        if (remote && !std::filesystem::is_directory(*source, error)) {
            return openFetched(name, *source, stop);
        }
    }
    SW_TRY(auto options, contextOptions(name));
    SW_TRY(const auto tree, cache::ContextTree::scan(std::move(options), std::move(stop)));
    files = tree->index().entries.size();
    return std::static_pointer_cast<cache::SourceTree>(tree);
}

std::optional<Hash128> Workspace::contextPlace() const {
    if (request.remoteContext || request.context.empty()) {
        return std::nullopt;
    }
    Hasher128 hasher;
    hasher.addField("context", request.context.string());
    hasher.addField("dockerfile", request.dockerfile.string());
    return hasher.finish();
}

std::optional<Hash128> Workspace::contextIdentity(const std::string& name) const {
    const auto place = name.empty() && m_memory != nullptr ? contextPlace() : std::nullopt;
    if (!place) {
        return std::nullopt;
    }
    Hasher128 hasher;
    hasher.addField("place", place->hex());
    hasher.addField("generation", m_generation);
    return hasher.finish();
}

Result<std::optional<cache::CacheIndex::Memo>> Workspace::memo(const Hash128& about) {
    if (m_memory != nullptr) {
        if (const auto known = m_memory->memo(about)) {
            return known;
        }
    }
    return records.memo(about);
}

Result<void> Workspace::putMemo(const Hash128& about, const cache::CacheIndex::Memo& memo) {
    if (m_memory != nullptr) {
        m_memory->keepMemo(m_generation, about, memo);
    }
    return m_remotes->offline() ? Result<void>() : cache.putMemo(about, memo);
}

Result<RootTotals> Workspace::totalsOf(const Root& root) {
    Hasher128 hasher;
    hasher.addField("root totals", root.digest().hex());
    const Hash128 about = hasher.finish();
    SW_TRY(const auto known, memo(about));
    if (known) {
        return RootTotals{known->bytes, known->files};
    }
    SW_TRY(const RootTotals totals, countTotals(*store, root));
    SW_CHECK(putMemo(about, {{}, totals.bytes, totals.files, 0}));
    return totals;
}

Result<std::shared_ptr<cache::SourceTree>> Workspace::context(const std::string& name, std::stop_token stop) {
    std::shared_ptr<ContextSlot> slot;
    {
        const std::lock_guard lock(m_mutex);
        std::shared_ptr<ContextSlot>& entry = m_contexts[name];
        if (!entry) {
            entry = std::make_shared<ContextSlot>();
        }
        slot = entry;
    }
    const std::lock_guard lock(slot->mutex);
    const auto place = name.empty() && m_memory != nullptr ? contextPlace() : std::nullopt;
    if (!slot->tree && place) {
        slot->tree = m_memory->context(*place);
    }
    if (!slot->tree) {
        if (onContext) {
            onContext(name, true, 0);
        }
        std::size_t files = 0;
        auto opened = openContext(name, files, std::move(stop));
        if (onContext) {
            onContext(name, false, files);
        }
        SW_TRY(slot->tree, std::move(opened));
        if (place) {
            m_memory->keepContext(m_generation, *place, slot->tree);
        }
    }
    return slot->tree;
}

std::string Workspace::dockerfileKey() const {
    return request.remoteContext ? request.dockerfile.string() : canonicalPath(request.dockerfile).string();
}

std::string Workspace::stageKey(std::size_t stage) const { return stageKey(m_chosen, stage); }

std::string Workspace::stageKey(std::size_t variant, std::size_t stage) const {
    const std::string& name = graph.stages[stage].name;
    const std::string key = name.empty() ? "#" + std::to_string(stage) : name;
    return variant == 0 ? key : key + " for " + platform(variant).text(); // a name has no blank
}

std::string Workspace::stageName(std::size_t stage) const { return graph.stages[stage].displayName(); }

const Workspace::StageLines& Workspace::linesOf(std::size_t stage) { return linesOf(m_chosen, stage); }

const Workspace::StageLines& Workspace::linesOfOp(plan::OpId op) {
    const auto has = [&](const Variant& variant) { return std::ranges::find(variant.plan.steps, op, &plan::Step::op) != variant.plan.steps.end(); };
    const auto found = std::ranges::find_if(m_variants, has);
    const std::size_t variant = found == m_variants.end() ? m_chosen : static_cast<std::size_t>(found - m_variants.begin());
    return linesOf(variant, plan.ops[op].stage);
}

const Workspace::StageLines& Workspace::linesOf(std::size_t variant, std::size_t stage) {
    const std::lock_guard lock(m_mutex);
    auto [found, fresh] = m_lines.try_emplace({variant, stage});
    if (fresh) {
        for (const plan::Step& step : m_variants[variant].plan.steps) {
            if (step.stage == stage && step.op) {
                found->second.ops.push_back(*step.op);
                found->second.texts.push_back(step.text);
            }
        }
        if (auto before = records.lines(dockerfileKey(), stageKey(variant, stage))) {
            found->second.before = std::move(*before);
        }
    }
    return found->second;
}

int Workspace::lineOf(plan::OpId op) const {
    const std::size_t instruction = plan.ops[op].instruction;
    return instruction < document.instructions.size() ? document.instructions[instruction].startLine() : 0;
}

} // namespace sw::build
