#include "core/build/decide.h"

#include <algorithm>

/// Why an operation was or was not taken from the cache.
namespace sw::build {

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
        state.trace = {op.definitionHash, outcome.root.digest(), text};
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

/// Roots up to this one: those of the base image's layers below its last one, and those of the steps.
void Decider::addAncestors(cache::Trace& trace, const std::vector<cache::AncestorState>& chain, plan::OpId id) const {
    std::optional<plan::OpId> base = id;
    while (const auto parent = parentOf(m_workspace.plan.ops[*base])) {
        base = parent;
    }
    Hash128 root = cache::emptyRoot();
    const std::vector<RootLayer>& layers = m_outcomes[*base].root.layers();
    for (std::size_t i = 0; i + 1 < layers.size(); ++i) {
        root = cache::rootDigest(root, layers[i].tree, layers[i].empty);
        trace.baseRoots.push_back(root);
    }
    for (const cache::AncestorState& ancestor : chain) {
        if (trace.ancestors.size() < kAncestorsRemembered) {
            trace.ancestors.push_back(ancestor.trace);
        }
    }
}

/// The names of variables that stand in an instruction's text, and whether an ARG of the file has the name.
std::vector<std::pair<std::string, bool>> Decider::variablesOf(plan::OpId id) const {
    const dockerfile::Document& document = m_workspace.document;
    const std::size_t index = m_workspace.plan.ops[id].instruction;
    std::vector<std::pair<std::string, bool>> out;
    if (index >= document.instructions.size()) {
        return out;
    }
    const auto isName = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    const std::string& text = document.instructions[index].original;
    for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1)) {
        std::size_t begin = at + 1;
        begin += begin < text.size() && text[begin] == '{' ? 1 : 0;
        std::size_t end = begin;
        while (end < text.size() && isName(text[end])) {
            ++end;
        }
        const std::string name = text.substr(begin, end - begin);
        if (name.empty() || std::ranges::find(out, name, &std::pair<std::string, bool>::first) != out.end()) {
            continue;
        }
        const bool argument = std::ranges::any_of(document.instructions, [&](const dockerfile::Instruction& other) {
            const auto* pairs = std::get_if<dockerfile::PairArgs>(&other.payload);
            return pairs != nullptr && other.kind == dockerfile::InstructionKind::Arg &&
                   std::ranges::any_of(pairs->pairs, [&](const auto& pair) { return pair.key.text == name; });
        });
        out.emplace_back(name, argument);
    }
    return out;
}

Result<std::optional<cache::StepRecord>> Decider::lineBefore(plan::OpId id, bool& forgotten, bool& sameText) {
    const Workspace::StageLines& lines = m_workspace.linesOfOp(id);
    const auto place = std::ranges::find(lines.ops, id);
    if (place == lines.ops.end()) {
        return std::optional<cache::StepRecord>();
    }
    const auto match = cache::matchLine(lines.before, lines.texts, static_cast<std::size_t>(place - lines.ops.begin()));
    if (!match) {
        return std::optional<cache::StepRecord>();
    }
    SW_TRY(auto before, m_workspace.records.find(lines.before[*match].key));
    sameText = lines.before[*match].text == lines.texts[static_cast<std::size_t>(place - lines.ops.begin())];
    forgotten = !before;
    return before;
}

/// What is copied now beside what the record's layer got. A forecast at every key compares once.
std::vector<std::string> Decider::changedFiles(plan::OpId id, const cache::StepRecord& before, const cache::Trace& now,
                                               const cache::Selection* selection, std::stop_token stop) {
    ForecastMemory* const memory = m_workspace.memory();
    Hasher128 hasher;
    hasher.addField("before", before.key.hex());
    for (const auto& [tag, digest] : now.contents) {
        hasher.addField(tag, digest.hex());
    }
    const Hash128 about = hasher.finish();
    if (auto known = memory == nullptr ? std::nullopt : memory->evidence(about)) {
        return std::move(*known);
    }
    std::vector<std::string> names = compareWithBefore(id, before, selection, stop);
    if (memory != nullptr && !stop.stop_requested()) {
        memory->keepEvidence(m_workspace.memoryGeneration(), about, names);
    }
    return names;
}

/// The same of a mount of a context, whose files were written down when the command ran.
std::vector<std::string> Decider::changedMount(plan::OpId id, const std::string& tag, const cache::StepRecord& before, const Decision& decision) {
    const auto& run = std::get<plan::RunOp>(m_workspace.plan.ops[id].operation);
    const auto old = std::ranges::find(before.trace.contents, tag, &std::pair<std::string, Hash128>::first);
    const auto now = std::ranges::find_if(decision.mounts, [&](const MountInput& input) { return "mount:" + run.mounts[input.mount].target == tag; });
    if (old == before.trace.contents.end() || now == decision.mounts.end() || !now->files) {
        return {};
    }
    const auto files = m_workspace.cache.files(old->second);
    return files && *files ? cache::compareFiles(**files, cache::factsOf(*now->files)) : std::vector<std::string>();
}

Result<void> Decider::explain(plan::OpId id, Decision& decision, bool pruned, std::stop_token stop) {
    bool forgotten = false;
    bool sameText = false;
    SW_TRY(const std::optional<cache::StepRecord> before, lineBefore(id, forgotten, sameText));
    decision.before = before ? before->layer : store::LayerId();
    std::vector<cache::AncestorState> chain = ancestors(id);
    const auto* copy = std::get_if<plan::CopyOp>(&m_workspace.plan.ops[id].operation);
    if (copy == nullptr || !isLinked(*copy)) {
        addAncestors(decision.trace, chain, id);
    }
    cache::ExplainInput input{m_workspace.lineOf(id), decision.trace, before ? &before->trace : nullptr, cacheOff(id), sameText,
                              variablesOf(id), pruned || forgotten, std::move(chain), origins(id), {}};
    if (before) {
        input.changedFiles = [&](const std::string& tag) {
            return tag == "files" ? changedFiles(id, *before, decision.trace, decision.selection.get(), stop)
                                  : changedMount(id, tag, *before, decision);
        };
    }
    decision.reason = cache::explainMiss(input);
    return {};
}

/// A hit although something before it ran: it gave the same files.
cache::Reason Decider::explainCutoff(plan::OpId id, bool linked) const {
    const auto reason = [](int line) {
        return cache::Reason{cache::ReasonCode::EarlyCutoff, "line " + std::to_string(line) + " ran again and gave the same files", {}, line};
    };
    for (auto parent = parentOf(m_workspace.plan.ops[id]); parent && !linked; parent = parentOf(m_workspace.plan.ops[*parent])) {
        const bool image = std::holds_alternative<plan::SourceImageOp>(m_workspace.plan.ops[*parent].operation);
        if (!image && m_outcomes[*parent].ran()) {
            return reason(m_workspace.lineOf(*parent));
        }
    }
    for (const cache::ContentOrigin& origin : origins(id)) {
        if (origin.ran && !origin.isContext) {
            return reason(origin.line);
        }
    }
    return {};
}

/// Evidence is worth an effort but no failure: whatever cannot be found out is left out.
std::vector<std::string> Decider::compareWithBefore(plan::OpId id, const cache::StepRecord& before, const cache::Selection* selection,
                                                    std::stop_token stop) {
    const auto& op = std::get<plan::CopyOp>(m_workspace.plan.ops[id].operation);
    std::shared_ptr<const cache::Selection> own;
    if (selection == nullptr) {
        auto selected = select(op, stop);
        if (!selected) {
            return {};
        }
        own = std::move(*selected);
        selection = own.get();
    }
    auto setting = copySetting(op);
    const auto layer = m_workspace.store->layer(before.layer);
    if (!setting || !layer) {
        return {};
    }
    CopyOrigins origin;
    const CopyJob job{op, *selection, setting->linked ? nullptr : setting->below.get(), setting->below.get(), {}, 0, &origin};
    auto planned = planCopy(job, stop);
    if (!planned || !*planned) {
        return {};
    }
    const auto now = std::move(**planned).foresee().index;
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
