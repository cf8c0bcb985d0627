#include "core/build/decide.h"

#include "core/base/imagepath.h"
#include "core/build/remotetrees.h"
#include "core/plan/filemode.h"

#include <algorithm>

namespace sw::build {

namespace {

bool endsAsDirectory(const std::string& destination) { return destination.ends_with('/') || destination.ends_with("/."); }

} // namespace

std::string_view kindOf(const plan::Operation& operation) {
    constexpr std::string_view names[] = {"image", "run", "copy", "mkdir"};
    return names[operation.index()];
}

Result<std::shared_ptr<LayersTree>> Decider::treeOf(plan::OpId id) {
    const plan::Op& op = m_workspace.plan.ops[id];
    const auto* image = std::get_if<plan::SourceImageOp>(&op.operation);
    const Sentence description =
        image != nullptr ? say("the image %1", image->reference) : say("stage '%1'", m_workspace.stageName(op.stage));
    return LayersTree::open(m_workspace.store, m_outcomes[id].root, description);
}

Result<std::shared_ptr<const cache::Selection>> Decider::select(const plan::CopyOp& op, std::stop_token stop) {
    ForecastMemory* const memory = m_workspace.memory();
    std::optional<Hash128> about;
    if (memory != nullptr) {
        SW_TRY(about, selectionKey(op, true, stop));
        if (auto known = about ? memory->selection(*about) : nullptr) {
            return known;
        }
    }
    std::shared_ptr<cache::SourceTree> tree;
    if (op.from) {
        SW_TRY(tree, treeOf(*op.from));
    } else if (op.hasLocalSources()) {
        SW_TRY(tree, m_workspace.context(op.context, stop));
    }
    std::vector<cache::RemoteTree> remotes;
    for (const plan::RemoteSource& source : op.remotes) {
        SW_TRY(auto opened, openRemote(m_workspace.remotes(), source, stop));
        if (!opened) {
            return failure(ErrorCode::Unsupported, say("%1 has to be fetched first", source.display()));
        }
        remotes.push_back(std::move(*opened));
    }
    SW_TRY(cache::Selection selected, cache::selectSources(op, tree, stop, true, remotes));
    auto selection = std::make_shared<const cache::Selection>(std::move(selected));
    if (about) {
        memory->keepSelection(m_workspace.memoryGeneration(), *about, selection);
    }
    return selection;
}

Result<Decider::CopySetting> Decider::copySetting(const plan::CopyOp& op) {
    CopySetting setting;
    SW_TRY(setting.below, treeOf(op.input));
    setting.linked = isLinked(op);
    return setting;
}

/// What a selection can be remembered by without looking at files: the root that it is taken from, or what was fetched.
/// nullopt: nothing of the kind, or not known yet.
Result<std::optional<Hash128>> Decider::selectionKey(const plan::CopyOp& op, bool names, std::stop_token stop) {
    Hasher128 hasher;
    if (op.from) {
        hasher.addField("selection", m_outcomes[*op.from].root.digest().hex());
    } else if (op.remotes.empty() || op.hasLocalSources()) {
        const std::optional<Hash128> context = op.remotes.empty() ? m_workspace.contextIdentity(op.context) : std::nullopt;
        if (!context) {
            return context;
        }
        hasher.addField("context", context->hex());
    }
    for (const plan::RemoteSource& source : op.remotes) {
        SW_TRY(const auto identity, remoteIdentity(m_workspace.remotes(), source, stop));
        if (!identity) {
            return std::optional<Hash128>();
        }
        hasher.addField("fetched", identity->hex());
    }
    for (std::size_t i = 0; i < op.sources.size(); ++i) {
        hasher.addField("source", op.remote(i) != nullptr ? std::string() : op.sources[i]);
    }
    for (const std::string& word : op.excludes) {
        hasher.addField("exclude", word);
    }
    for (const plan::InlineFile& file : op.inlineFiles) {
        hasher.addField(file.name, file.content);
    }
    hasher.addField("parents", op.parents ? 1U : 0U);
    hasher.addField("names", names ? 1U : 0U);
    if (op.add) {
        hasher.addField("add", 1U); // an owner and a mode that are given count differently there
    }
    hasher.addField("owner", op.chown ? 1U : 0U);
    hasher.addField("mode", op.chmod.value_or(""));
    return std::optional(hasher.finish());
}

Result<Hash128> Decider::copyDigest(plan::OpId id, const plan::CopyOp& op, Decision& decision, std::stop_token stop) {
    (void)id;
    std::shared_ptr<LayersTree> below;
    if (!isLinked(op) && !endsAsDirectory(op.destination) && !op.add) {
        SW_TRY(below, treeOf(op.input));
    }
    SW_TRY(const bool names, namesMatter(op, below.get()));
    return copyDigest(op, names, decision, std::move(stop));
}

/// `names`: the names of what is copied show in the result.
Result<Hash128> Decider::copyDigest(const plan::CopyOp& op, bool names, Decision& decision, std::stop_token stop) {
    SW_TRY(const std::optional<Hash128> about, selectionKey(op, names, stop));
    if (about) {
        SW_TRY(const auto memo, m_workspace.memo(*about));
        if (memo) {
            return memo->digest;
        }
    }
    SW_TRY(decision.selection, select(op, stop));
    cache::Selection::DigestOptions options;
    options.names = names;
    options.ignoreOwner = op.chown.has_value() && !op.add;
    if (op.chmod && !op.add) {
        SW_TRY(const plan::FileMode mode, plan::FileMode::parse(*op.chmod));
        options.ignoreMode = mode.isNumber();
    }
    Hash128 digest = decision.selection->digest(options);
    if (std::ranges::any_of(op.remotes, &plan::RemoteSource::keepGitDir)) { // no two checkouts have the same .git: the commit stands for it
        Hasher128 hasher;
        for (const plan::RemoteSource& source : op.remotes) {
            SW_TRY(const auto identity, remoteIdentity(m_workspace.remotes(), source, stop));
            hasher.addField("fetched", identity ? identity->hex() : std::string());
        }
        if (op.hasLocalSources()) {
            SW_TRY(const auto tree, m_workspace.context(op.context, stop));
            SW_TRY(const cache::Selection files, cache::selectSources(op, tree, stop));
            hasher.addField("local", files.digest(options).hex());
        }
        digest = hasher.finish();
    }
    if (about) {
        RootTotals totals;
        if (op.from && !m_workspace.remotes().offline()) { // whoever asks how much was left behind has built
            SW_TRY(totals, m_workspace.totalsOf(m_outcomes[*op.from].root));
        }
        SW_CHECK(m_workspace.putMemo(*about, {digest, decision.selection->bytes, decision.selection->files, totals.bytes}));
    }
    return digest;
}

Result<cache::CacheIndex::Memo> Decider::traffic(plan::OpId id, std::stop_token stop) {
    const auto& op = std::get<plan::CopyOp>(m_workspace.plan.ops[id].operation);
    Decision decision;
    SW_TRY(const Hash128 digest, copyDigest(id, op, decision, stop));
    (void)digest;
    if (decision.selection) {
        SW_TRY(const RootTotals totals, m_workspace.totalsOf(m_outcomes[*op.from].root));
        return cache::CacheIndex::Memo{digest, decision.selection->bytes, decision.selection->files, totals.bytes};
    }
    std::shared_ptr<LayersTree> below;
    if (!isLinked(op) && !endsAsDirectory(op.destination) && !op.add) {
        SW_TRY(below, treeOf(op.input));
    }
    SW_TRY(const bool names, namesMatter(op, below.get()));
    SW_TRY(const auto about, selectionKey(op, names, stop));
    SW_TRY(const auto memo, m_workspace.memo(about.value_or(Hash128{})));
    return memo.value_or(cache::CacheIndex::Memo{});
}

/// What a mount shows the command, when that is part of its key; nothing for other mounts.
Result<std::optional<MountInput>> Decider::mountInput(std::size_t index, const plan::RunMount& mount, std::stop_token stop) {
    const bool seeds = mount.seeded();
    if (mount.type != dockerfile::MountType::Bind && !seeds) {
        return std::optional<MountInput>();
    }
    MountInput input{index, std::nullopt, {}};
    if (mount.from && mount.source.empty() && !seeds) {
        input.digest = m_outcomes[*mount.from].root.digest();
        return std::optional(std::move(input));
    }
    std::shared_ptr<cache::SourceTree> tree;
    if (mount.from) {
        SW_TRY(tree, treeOf(*mount.from));
    } else {
        SW_TRY(tree, m_workspace.context(mount.context.value_or(""), stop));
    }
    SW_TRY(cache::Selection selection, cache::selectPath(mount.source, tree, stop));
    input.digest = selection.digest({});
    if (!mount.from || seeds) {
        input.files = std::move(selection);
    }
    return std::optional(std::move(input));
}

bool Decider::cacheOff(plan::OpId id) const {
    if (m_workspace.request.noCache) {
        return true;
    }
    const plan::Stage& stage = m_workspace.graph.stages[m_workspace.plan.ops[id].stage];
    return std::ranges::any_of(m_workspace.request.noCacheFilter, [&](const std::string& name) {
        return m_workspace.graph.stageNamed(name) == stage.index;
    });
}

Result<Decision> Decider::decide(plan::OpId id, std::stop_token stop) {
    const plan::Op& op = m_workspace.plan.ops[id];
    Decision decision;
    decision.trace.parts = op.definition;
    bool linked = false;
    if (const auto* copy = std::get_if<plan::CopyOp>(&op.operation)) {
        linked = isLinked(*copy);
        Result<Hash128> files = copyDigest(id, *copy, decision, stop);
        if (!files && files.error().code == ErrorCode::Unsupported && m_workspace.remotes().offline()) {
            decision.unfetched = true;
            decision.reason = {cache::ReasonCode::FirstBuild, files.error().message.text(), {}, m_workspace.lineOf(id)};
            return decision;
        }
        if (!files) {
            return failure(files.error());
        }
        decision.trace.contents.emplace_back("files", *files);
    } else if (const auto* run = std::get_if<plan::RunOp>(&op.operation)) {
        for (std::size_t i = 0; i < run->mounts.size(); ++i) {
            SW_TRY(auto input, mountInput(i, run->mounts[i], stop));
            if (input) {
                decision.trace.contents.emplace_back("mount:" + run->mounts[i].target, input->digest);
                decision.mounts.push_back(std::move(*input));
            }
        }
    }
    const plan::OpId parent = *parentOf(op);
    decision.trace.parent = linked ? Hash128{} : m_outcomes[parent].root.digest();
    decision.key = cache::keyOf(decision.trace, kindOf(op.operation));
    bool pruned = false;
    if (!cacheOff(id)) {
        SW_TRY(decision.hit, m_workspace.records.findResult(decision.key));
        if (decision.hit && !m_workspace.store->hasLayer(decision.hit->layer)) {
            decision.hit.reset();
            pruned = true;
        }
    }
    if (decision.hit) {
        decision.reason = explainCutoff(id, linked);
    } else {
        SW_CHECK(explain(id, decision, pruned, stop));
    }
    return decision;
}

} // namespace sw::build
