#include "core/build/decide.h"

#include "core/base/imagepath.h"
#include "core/build/remotetrees.h"
#include "core/plan/filemode.h"

#include <algorithm>

namespace sw::build {

namespace {

constexpr std::size_t kAncestorsRemembered = 256;

std::string_view kindOf(const plan::Operation& operation) {
    constexpr std::string_view names[] = {"image", "run", "copy", "mkdir"};
    return names[operation.index()];
}

cache::TraceAncestor asAncestor(const plan::Op& op, const Outcome& outcome, const std::string& text) {
    return {op.definitionHash, outcome.root.digest(), text};
}

} // namespace

Result<std::shared_ptr<LayersTree>> Decider::treeOf(plan::OpId id) {
    const plan::Op& op = m_workspace.plan.ops[id];
    const auto* image = std::get_if<plan::SourceImageOp>(&op.operation);
    const Sentence description =
        image != nullptr ? say("the image %1", image->reference) : say("stage '%1'", m_workspace.stageName(op.stage));
    return LayersTree::open(m_workspace.store, m_outcomes[id].root, description);
}

Result<cache::Selection> Decider::select(const plan::CopyOp& op, std::stop_token stop) {
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
    return cache::selectSources(op, tree, stop, true, remotes);
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
        return std::optional<Hash128>();
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
    hasher.addField("owner", op.chown ? 1U : 0U);
    hasher.addField("mode", op.chmod.value_or(""));
    return std::optional(hasher.finish());
}

Result<Hash128> Decider::copyDigest(plan::OpId id, const plan::CopyOp& op, Decision& decision, std::stop_token stop) {
    (void)id;
    std::shared_ptr<LayersTree> below;
    const bool ends = op.destination.ends_with('/') || op.destination.ends_with("/.");
    if (!isLinked(op) && !ends && !op.add) {
        SW_TRY(below, treeOf(op.input));
    }
    SW_TRY(const bool names, namesMatter(op, below.get()));
    SW_TRY(const std::optional<Hash128> about, selectionKey(op, names, stop));
    if (about) {
        SW_TRY(const auto memo, m_workspace.cache.memo(*about));
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
        if (op.from) {
            SW_TRY(totals, rootTotals(*m_workspace.store, m_workspace.cache, m_outcomes[*op.from].root));
        }
        SW_CHECK(m_workspace.cache.putMemo(*about, {digest, decision.selection->bytes, decision.selection->files, totals.bytes}));
    }
    return digest;
}

Result<cache::CacheIndex::Memo> Decider::traffic(plan::OpId id, std::stop_token stop) {
    const auto& op = std::get<plan::CopyOp>(m_workspace.plan.ops[id].operation);
    Decision decision;
    SW_TRY(const Hash128 digest, copyDigest(id, op, decision, stop));
    (void)digest;
    if (decision.selection) {
        SW_TRY(const RootTotals totals, rootTotals(*m_workspace.store, m_workspace.cache, m_outcomes[*op.from].root));
        return cache::CacheIndex::Memo{digest, decision.selection->bytes, decision.selection->files, totals.bytes};
    }
    std::shared_ptr<LayersTree> below;
    if (!isLinked(op) && !op.destination.ends_with('/') && !op.destination.ends_with("/.") && !op.add) {
        SW_TRY(below, treeOf(op.input));
    }
    SW_TRY(const bool names, namesMatter(op, below.get()));
    SW_TRY(const auto about, selectionKey(op, names, stop));
    SW_TRY(const auto memo, m_workspace.cache.memo(about.value_or(Hash128{})));
    return memo.value_or(cache::CacheIndex::Memo{});
}

Result<void> Decider::mountDigests(plan::OpId, const plan::RunOp& op, Decision& decision, std::stop_token stop) {
    for (std::size_t i = 0; i < op.mounts.size(); ++i) {
        const plan::RunMount& mount = op.mounts[i];
        const bool seeds = mount.seeded();
        if (mount.type != dockerfile::MountType::Bind && !seeds) {
            continue;
        }
        MountInput input{i, std::nullopt, {}};
        if (mount.from && mount.source.empty() && !seeds) {
            input.digest = m_outcomes[*mount.from].root.digest();
        } else {
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
        }
        decision.trace.contents.emplace_back("mount:" + mount.target, input.digest);
        decision.mounts.push_back(std::move(input));
    }
    return {};
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
        SW_CHECK(mountDigests(id, *run, decision, stop));
    }
    const plan::OpId parent = *parentOf(op);
    decision.trace.parent = linked ? Hash128{} : m_outcomes[parent].root.digest();
    for (const cache::AncestorState& ancestor : ancestors(id)) {
        if (!linked && decision.trace.ancestors.size() < kAncestorsRemembered) {
            decision.trace.ancestors.push_back(ancestor.trace);
        }
    }
    decision.key = cache::keyOf(decision.trace, kindOf(op.operation));
    bool pruned = false;
    if (!cacheOff(id)) {
        SW_TRY(decision.hit, m_workspace.cache.find(decision.key));
        if (decision.hit && !m_workspace.store->hasLayer(decision.hit->layer)) {
            decision.hit.reset();
            pruned = true;
        }
    }
    if (!decision.hit) {
        SW_CHECK(explain(id, decision, pruned, stop));
        return decision;
    }
    for (const cache::AncestorState& ancestor : ancestors(id)) {
        if (ancestor.ran && !ancestor.isBase && !linked) {
            decision.reason = {cache::ReasonCode::EarlyCutoff,
                               "line " + std::to_string(ancestor.line) + " ran again and gave the same files", {}, ancestor.line};
        }
    }
    for (const cache::ContentOrigin& origin : origins(id)) {
        if (origin.ran && !origin.isContext && decision.reason.code == cache::ReasonCode::None) {
            decision.reason = {cache::ReasonCode::EarlyCutoff,
                               "line " + std::to_string(origin.line) + " ran again and gave the same files", {}, origin.line};
        }
    }
    return decision;
}

std::vector<cache::AncestorState> Decider::ancestors(plan::OpId id) const {
    std::vector<cache::AncestorState> chain;
    for (auto parent = parentOf(m_workspace.plan.ops[id]); parent; parent = parentOf(m_workspace.plan.ops[*parent])) {
        const plan::Op& op = m_workspace.plan.ops[*parent];
        const Outcome& outcome = m_outcomes[*parent];
        cache::AncestorState state;
        state.line = m_workspace.lineOf(*parent);
        const auto* image = std::get_if<plan::SourceImageOp>(&op.operation);
        state.isBase = image != nullptr;
        const std::string text = image != nullptr ? (image->reference.empty() ? "scratch" : image->reference)
                                 : op.instruction < m_workspace.document.instructions.size()
                                     ? m_workspace.document.instructions[op.instruction].original
                                     : op.name;
        state.trace = asAncestor(op, outcome, text);
        state.ran = outcome.ran();
        state.reason = outcome.reason;
        chain.push_back(std::move(state));
    }
    std::ranges::reverse(chain);
    return chain;
}

std::vector<cache::ContentOrigin> Decider::origins(plan::OpId id) const {
    std::vector<cache::ContentOrigin> out;
    const auto add = [&](const std::string& tag, const std::optional<plan::OpId>& from) {
        cache::ContentOrigin origin;
        origin.tag = tag;
        origin.isContext = !from;
        // The step of the source that ran last is the one that made its files anew.
        for (auto at = from; at; at = parentOf(m_workspace.plan.ops[*at])) {
            const Outcome& outcome = m_outcomes[*at];
            origin.line = origin.line == 0 ? m_workspace.lineOf(*at) : origin.line;
            if (outcome.ran()) {
                origin.line = m_workspace.lineOf(*at);
                origin.ran = true;
                origin.reason = outcome.reason;
                break;
            }
        }
        out.push_back(std::move(origin));
    };
    const plan::Op& op = m_workspace.plan.ops[id];
    if (const auto* copy = std::get_if<plan::CopyOp>(&op.operation)) {
        add("files", copy->from);
    } else if (const auto* run = std::get_if<plan::RunOp>(&op.operation)) {
        for (const plan::RunMount& mount : run->mounts) {
            add("mount:" + mount.target, mount.from);
        }
    }
    return out;
}

Result<void> Decider::explain(plan::OpId id, Decision& decision, bool pruned, std::stop_token stop) {
    const Workspace::StageLines& lines = m_workspace.linesOfOp(id);
    const auto place = std::ranges::find(lines.ops, id);
    std::optional<cache::StepRecord> before;
    bool forgotten = false;
    if (place != lines.ops.end()) {
        const auto position = static_cast<std::size_t>(place - lines.ops.begin());
        if (const auto match = cache::matchLine(lines.before, lines.texts, position)) {
            SW_TRY(before, m_workspace.cache.find(lines.before[*match].key));
            forgotten = !before;
        }
    }
    cache::ExplainInput input{m_workspace.lineOf(id), decision.trace, before ? &before->trace : nullptr, cacheOff(id),
                              pruned || forgotten, ancestors(id), origins(id), {}};
    if (before) {
        input.changedFiles = [&](const std::string& tag) {
            return tag == "files" ? changedFiles(id, *before, decision.selection ? &*decision.selection : nullptr, stop)
                                  : std::vector<std::string>();
        };
    }
    decision.reason = cache::explainMiss(input);
    return {};
}

/// Evidence is worth an effort but no failure: whatever cannot be found out is left out.
std::vector<std::string> Decider::changedFiles(plan::OpId id, const cache::StepRecord& before, const cache::Selection* selection,
                                               std::stop_token stop) {
    const auto& op = std::get<plan::CopyOp>(m_workspace.plan.ops[id].operation);
    std::optional<cache::Selection> own;
    if (selection == nullptr) {
        auto selected = select(op, stop);
        if (!selected) {
            return {};
        }
        own = std::move(*selected);
        selection = &*own;
    }
    auto setting = copySetting(op);
    const auto layer = m_workspace.store->layer(before.layer);
    if (!setting || !layer) {
        return {};
    }
    CopyOrigins origin;
    const CopyJob job{op, *selection, setting->linked ? nullptr : setting->below.get(), setting->below.get(), {}, 0, &origin};
    const auto planned = planCopy(job, stop);
    if (!planned || !*planned) {
        return {};
    }
    const auto now = (*planned)->foresee();
    const auto facts = [&](const oci::LayerIndex& index, bool directories) {
        const oci::StackView view({std::shared_ptr<const oci::LayerIndex>(&index, [](const auto*) {})});
        std::vector<cache::FileFact> out;
        for (const oci::LayerEntry& entry : index.entries) {
            const std::string* target = origin.targetOf(entry.path);
            if (target == nullptr || (entry.type == oci::EntryType::Directory) != directories || entry.isWhiteout()) {
                continue;
            }
            const auto holder = entry.type == oci::EntryType::HardLink ? view.content({&entry, 0, entry.path}) : std::nullopt;
            out.push_back({origin.sourceOf(entry.path), cache::entryFact(entry, holder ? *holder->entry : entry)});
        }
        return out;
    };
    auto changes = cache::compareFiles(facts(*(*layer)->index(), false), facts(*now, false));
    if (changes.empty()) {
        changes = cache::compareFiles(facts(*(*layer)->index(), true), facts(*now, true));
    }
    return changes;
}

cache::Reason sameAs(int line) {
    return {cache::ReasonCode::None, "the same result as line " + std::to_string(line) + ", which is made once", {}, line};
}

cache::Reason Decider::behindUnknown(plan::OpId id) const {
    const plan::Op& op = m_workspace.plan.ops[id];
    for (const plan::OpId input : op.inputs) {
        const Outcome& outcome = m_outcomes[input];
        if (outcome.known) {
            continue;
        }
        const int line = m_workspace.lineOf(input);
        const int root = outcome.reason.rootLine.value_or(line);
        return {cache::ReasonCode::KnockOn,
                root == line ? "line " + std::to_string(line) + " runs before it"
                             : "line " + std::to_string(line) + " runs before it, because of line " + std::to_string(root),
                {}, root};
    }
    return {};
}

} // namespace sw::build
