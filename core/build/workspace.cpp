#include "core/build/workspace.h"

#include "core/dockerfile/parser.h"
#include "core/plan/arguments.h"

#include <algorithm>

namespace sw::build {

namespace {

std::filesystem::path canonicalPath(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::path out = std::filesystem::weakly_canonical(path, error);
    return error ? std::filesystem::absolute(path, error) : out;
}

const Diagnostic* earlier(const Diagnostic* a, const Diagnostic* b) {
    if (a == nullptr || b == nullptr) {
        return a == nullptr ? b : a;
    }
    return b->range.start.offset < a->range.start.offset ? b : a;
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

Workspace::Workspace(std::shared_ptr<store::Store> theStore, cache::CacheIndex theCache, const BuildRequest& theRequest)
    : request(theRequest), store(std::move(theStore)), cache(theCache), images(store) {}

void Workspace::read() {
    document = dockerfile::parse(request.text);
    graph = plan::resolveStages(document, request.inputs);
}

void Workspace::makePlan(bool strict) {
    plan = plan::makePlan(document, graph, request.inputs, images.resolver(strict));
    const std::lock_guard lock(m_mutex);
    m_lines.clear();
}

const Diagnostic* Workspace::firstError() const {
    return earlier(sw::firstError(document.diagnostics), earlier(sw::firstError(graph.diagnostics), sw::firstError(plan.diagnostics)));
}

std::vector<Diagnostic> Workspace::diagnostics() const {
    std::vector<Diagnostic> all = document.diagnostics;
    all.insert(all.end(), graph.diagnostics.begin(), graph.diagnostics.end());
    all.insert(all.end(), plan.diagnostics.begin(), plan.diagnostics.end());
    return all;
}

Result<cache::ContextTree::Options> Workspace::contextOptions(const std::string& name) const {
    cache::ContextTree::Options options;
    if (name.empty()) {
        if (request.context.empty()) {
            return failure(ErrorCode::NotFound, "this build has no context to copy files from: name a directory");
        }
        options.root = request.context;
        SW_TRY(options.ignore, cache::findIgnoreFile(request.context, request.dockerfile));
    } else {
        const auto found = std::ranges::find_if(request.inputs.namedContexts, [&](const auto& item) {
            return item.first == name || plan::normaliseContextName(item.first) == name;
        });
        if (found == request.inputs.namedContexts.end()) {
            return failure(ErrorCode::NotFound, "there is no build context named " + name);
        }
        options.root = found->second;
        options.description = "the build context '" + name + "'";
        SW_TRY(options.ignore, cache::findIgnoreFile(options.root, {}));
    }
    options.statCacheFile = store->root() / "contexts" / (Hasher128::of(canonicalPath(options.root).string()).hex() + ".stat");
    return options;
}

Result<std::shared_ptr<cache::ContextTree>> Workspace::context(const std::string& name, std::stop_token stop) {
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
    if (!slot->tree) {
        if (onContext) {
            onContext(name, true, 0);
        }
        SW_TRY(auto options, contextOptions(name));
        SW_TRY(slot->tree, cache::ContextTree::scan(std::move(options), std::move(stop)));
        if (onContext) {
            onContext(name, false, slot->tree->index().entries.size());
        }
    }
    return slot->tree;
}

std::string Workspace::dockerfileKey() const { return canonicalPath(request.dockerfile).string(); }

std::string Workspace::stageKey(std::size_t stage) const {
    const std::string& name = graph.stages[stage].name;
    return name.empty() ? "#" + std::to_string(stage) : name;
}

std::string Workspace::stageName(std::size_t stage) const { return graph.stages[stage].displayName(); }

const Workspace::StageLines& Workspace::linesOf(std::size_t stage) {
    const std::lock_guard lock(m_mutex);
    auto [found, fresh] = m_lines.try_emplace(stage);
    if (fresh) {
        for (const plan::Step& step : plan.steps) {
            if (step.stage == stage && step.op) {
                found->second.ops.push_back(*step.op);
                found->second.texts.push_back(step.text);
            }
        }
        if (auto before = cache.lines(dockerfileKey(), stageKey(stage))) {
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
