#include "core/build/decide.h"

#include <algorithm>

/// What a forecast can say of an operation behind one whose output nobody knows before it has run.
namespace sw::build {

namespace {

constexpr std::size_t kRecordsLooked = 200; ///< of one shape; a record beyond is taken for possible

} // namespace

Result<Decider::KnownContents> Decider::knownContents(plan::OpId id, Decision& decision, std::stop_token stop) {
    const plan::Op& op = m_workspace.plan.ops[id];
    KnownContents contents;
    const auto known = [this](const std::optional<plan::OpId>& from) { return !from || m_outcomes[*from].known; };
    if (const auto* copy = std::get_if<plan::CopyOp>(&op.operation)) {
        std::vector<Hash128> digests;
        const auto add = [&](const Result<Hash128>& digest) -> Result<void> {
            if (!digest && !(digest.error().code == ErrorCode::Unsupported && m_workspace.remotes().offline())) {
                return failure(digest.error());
            }
            if (digest) {
                digests.push_back(*digest);
            }
            return {};
        };
        if (known(copy->from) && m_outcomes[copy->input].known) {
            SW_CHECK(add(copyDigest(id, *copy, decision, stop)));
        } else if (known(copy->from)) { // whether the destination is a folder is not known everywhere
            SW_CHECK(add(copyDigest(*copy, true, decision, stop)));
            SW_CHECK(add(copyDigest(*copy, false, decision, stop)));
        }
        contents.emplace_back("files", std::move(digests));
    } else if (const auto* run = std::get_if<plan::RunOp>(&op.operation)) {
        for (std::size_t i = 0; i < run->mounts.size(); ++i) {
            const plan::RunMount& mount = run->mounts[i];
            if (mount.type != dockerfile::MountType::Bind && !mount.seeded()) {
                continue;
            }
            std::vector<Hash128> digests;
            if (known(mount.from)) {
                SW_TRY(auto input, mountInput(i, mount, stop));
                digests.push_back(input->digest);
                decision.mounts.push_back(std::move(*input));
            }
            contents.emplace_back("mount:" + mount.target, std::move(digests));
        }
    }
    return contents;
}

/// Whether a record of the operation's shape, whose layer is there, could still be its result: it read what is known to be read, and
/// the root that it started from can be the one that is to come. A root is the chain of the layers below it, so the last root
/// that is known must be in the record's chain.
bool Decider::couldMatch(plan::OpId id, const cache::StepRecord& record, const KnownContents& contents) const {
    for (const auto& [tag, digests] : contents) {
        const auto other = std::ranges::find(record.trace.contents, tag, &std::pair<std::string, Hash128>::first);
        if (other == record.trace.contents.end() || (!digests.empty() && std::ranges::find(digests, other->second) == digests.end())) {
            return false;
        }
    }
    const plan::Op& op = m_workspace.plan.ops[id];
    const auto* copy = std::get_if<plan::CopyOp>(&op.operation);
    if (copy != nullptr && isLinked(*copy)) {
        return true;
    }
    const plan::OpId parent = *parentOf(op);
    if (m_outcomes[parent].known) {
        return m_outcomes[parent].root.digest() == record.trace.parent;
    }
    std::optional<plan::OpId> last = parent;
    while (last && !m_outcomes[*last].known) {
        last = parentOf(m_workspace.plan.ops[*last]);
    }
    if (!last || record.trace.ancestors.size() >= kAncestorsRemembered) {
        return true;
    }
    const Hash128 root = m_outcomes[*last].root.digest();
    return root == cache::emptyRoot() || std::ranges::find(record.trace.baseRoots, root) != record.trace.baseRoots.end() ||
           std::ranges::find(record.trace.ancestors, root, &cache::TraceAncestor::root) != record.trace.ancestors.end();
}

/// Steps of one shape are often many (the same COPY --from in each stage): their records are read once.
Result<const Decider::ShapeRecords*> Decider::recordsOfShape(const Hash128& shape) {
    auto known = m_ofShape.find(shape);
    if (known == m_ofShape.end()) {
        ShapeRecords records;
        SW_TRY(records.all, m_workspace.records.ofShape(shape, kRecordsLooked));
        for (const cache::StepRecord& record : *records.all) {
            if (m_workspace.store->hasLayer(record.layer)) {
                records.usable.push_back(&record);
            }
        }
        known = m_ofShape.emplace(shape, std::move(records)).first;
    }
    return &known->second;
}

Result<PartDecision> Decider::decidePartly(plan::OpId id, std::stop_token stop) {
    const plan::Op& op = m_workspace.plan.ops[id];
    const plan::OpId parent = *parentOf(op);
    Decision decision;
    PartDecision part;
    SW_TRY(const KnownContents contents, knownContents(id, decision, stop));
    if (!cacheOff(id)) {
        SW_TRY(const auto* records, recordsOfShape(cache::shapeOf(op.definition, kindOf(op.operation))));
        part.possible = records->all->size() == kRecordsLooked ||
                        std::ranges::any_of(records->usable, [&](const cache::StepRecord* record) { return couldMatch(id, *record, contents); });
    }
    part.reason = behindUnknown(id);
    if (part.possible) {
        return part;
    }
    // Whether it has a cause of its own: what is not known is taken to be as it was.
    bool forgotten = false;
    bool sameText = false;
    SW_TRY(const std::optional<cache::StepRecord> before, lineBefore(id, forgotten, sameText));
    decision.trace.parts = op.definition;
    for (const auto& [tag, digests] : contents) {
        Hash128 digest = digests.empty() ? Hash128{} : digests.front();
        if (before) {
            const auto old = std::ranges::find(before->trace.contents, tag, &std::pair<std::string, Hash128>::first);
            const bool may = old != before->trace.contents.end() && (digests.empty() || std::ranges::find(digests, old->second) != digests.end());
            digest = may ? old->second : digest;
        }
        decision.trace.contents.emplace_back(tag, digest);
    }
    const auto* copy = std::get_if<plan::CopyOp>(&op.operation);
    if (copy == nullptr || !isLinked(*copy)) {
        decision.trace.parent = m_outcomes[parent].known ? m_outcomes[parent].root.digest() : before ? before->trace.parent : Hash128{};
    }
    cache::ExplainInput input{m_workspace.lineOf(id), decision.trace, before ? &before->trace : nullptr, cacheOff(id), sameText, variablesOf(id),
                              forgotten, ancestors(id), origins(id), {}};
    if (before) {
        input.changedFiles = [&](const std::string& tag) {
            return tag == "files" ? changedFiles(id, *before, decision.trace, decision.selection.get(), stop)
                                  : changedMount(id, tag, *before, decision);
        };
    }
    const cache::Reason own = cache::explainMiss(input);
    if (own.code != cache::ReasonCode::CachePruned || forgotten) {
        part.reason = own;
    }
    return part;
}

} // namespace sw::build
