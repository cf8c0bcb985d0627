#include "core/build/forecaster.h"

#include "core/build/decide.h"
#include "core/build/warnings.h"

#include <algorithm>
#include <map>

namespace sw::build {

namespace {

using cache::ReasonCode;
using cache::Verdict;

struct Expected {
    std::optional<std::uint64_t> bytes;
    bool measured = false; ///< of an earlier run of it
    std::optional<double> seconds;
};

class Forecaster {
public:
    Forecaster(std::shared_ptr<store::Store> store, cache::CacheIndex cache, const BuildRequest& request, ForecastMemory* memory, std::stop_token stop)
        : m_workspace(std::move(store), cache, request, true, memory), m_decider(m_workspace, m_outcomes), m_stop(std::move(stop)) {}

    Result<Forecast> run() {
        Forecast forecast;
        m_workspace.read();
        plan();
        forecast.diagnostics = m_workspace.diagnostics();
        if (m_workspace.firstError() || !m_workspace.graph.target) {
            return forecast;
        }
        if (const std::optional<Diagnostic> violation = violationOf(m_workspace)) {
            forecast.diagnostics.push_back(*violation);
            return forecast;
        }
        m_outcomes.assign(m_workspace.plan.ops.size(), {});
        m_expected.assign(m_workspace.plan.ops.size(), {});
        for (std::size_t id = 0; id < m_workspace.plan.ops.size(); ++id) {
            if (m_stop.stop_requested()) {
                return failure(ErrorCode::Cancelled, say("stopped"));
            }
            if (auto done = foresee(id); !done) {
                if (done.error().code == ErrorCode::Cancelled) {
                    return failure(done.error());
                }
                wrong(id, done.error(), forecast);
            }
        }
        steps(forecast);
        sums(forecast);
        return forecast;
    }

private:
    void plan() {
        m_workspace.makePlan(false);
        // Local layouts and archives can be read without a network.
        bool more = false;
        for (const ImageSet::Wanted& wanted : m_workspace.images.takeMissing()) {
            const auto source = store::ImageSource::parse(wanted.reference);
            const bool local = source && source->kind != store::ImageSource::Kind::Registry &&
                               source->kind != store::ImageSource::Kind::DockerDaemon;
            more = (local && m_workspace.images.fetch(wanted, false, {}, m_stop)) || more;
        }
        if (more) {
            m_workspace.makePlan(false);
        }
    }

    /// Something a build would stop at: a missing source file.
    void wrong(plan::OpId id, const Error& error, Forecast& forecast) {
        const std::size_t instruction = m_workspace.plan.ops[id].instruction;
        Diagnostic diagnostic;
        diagnostic.rule = "context";
        diagnostic.message = error.sentence();
        if (instruction < m_workspace.document.instructions.size()) {
            diagnostic.range = m_workspace.document.instructions[instruction].range;
        }
        forecast.diagnostics.push_back(std::move(diagnostic));
        m_outcomes[id].verdict = Verdict::Run;
        m_outcomes[id].reason = {ReasonCode::FilesChanged, error.text(), {}, m_workspace.lineOf(id)};
    }

    Result<void> foresee(plan::OpId id) {
        const plan::Op& op = m_workspace.plan.ops[id];
        Outcome& outcome = m_outcomes[id];
        if (const auto* image = std::get_if<plan::SourceImageOp>(&op.operation)) {
            return foreseeImage(id, *image);
        }
        if (!std::ranges::all_of(op.inputs, [&](plan::OpId input) { return m_outcomes[input].known; })) {
            return foreseeBehind(id);
        }
        SW_TRY(Decision decision, m_decider.decide(id, m_stop));
        if (decision.unfetched) {
            outcome.verdict = Verdict::Run;
            outcome.reason = decision.reason;
            return expectFromHistory(id);
        }
        outcome.key = decision.key;
        outcome.hasKey = true;
        outcome.reason = decision.reason;
        if (const auto made = m_made.find(decision.key); made != m_made.end() && decision.reason.code != ReasonCode::NoCache) {
            const Outcome& equal = m_outcomes[made->second];
            outcome.verdict = Verdict::Shared;
            outcome.reason = sameAs(m_workspace.lineOf(made->second));
            m_expected[id] = m_expected[made->second];
            if (equal.known) {
                outcome.known = true;
                outcome.root = m_outcomes[*parentOf(op)].root.with(equal.root.layers().back());
            }
            return {};
        }
        if (decision.hit) {
            outcome.verdict = Verdict::Hit;
            outcome.known = true;
            outcome.root = m_outcomes[*parentOf(op)].root.with({decision.hit->layer, decision.hit->tree, decision.hit->empty, nullptr});
            m_expected[id] = {decision.hit->bytes, false, 0.0};
            return {};
        }
        outcome.verdict = Verdict::Run;
        m_made.emplace(decision.key, id);
        SW_TRY(const std::optional<ForeseenLayer> layer, layerOf(op, decision));
        SW_CHECK(expectFromHistory(id));
        if (layer) {
            outcome.root = m_outcomes[*parentOf(op)].root.with({{}, layer->index->treeDigest(), layer->index->entries.empty(), layer->index});
            outcome.known = true;
            m_expected[id].bytes = layer->bytes;
            m_expected[id].measured = false;
        }
        return {};
    }

    Result<void> foreseeImage(plan::OpId id, const plan::SourceImageOp& source) {
        Outcome& outcome = m_outcomes[id];
        if (source.reference.empty()) {
            outcome.verdict = Verdict::Hit;
            outcome.known = true;
            return {};
        }
        const auto image = m_workspace.images.image(source.reference, source.platform);
        if (!image) {
            outcome.verdict = Verdict::Run;
            outcome.reason = {ReasonCode::FirstBuild, "the image " + source.reference + " has to be fetched", {}, m_workspace.lineOf(id)};
            return {};
        }
        SW_TRY(outcome.root, rootOfLayers(*m_workspace.store, m_workspace.cache, image->layers));
        outcome.verdict = Verdict::Hit;
        outcome.known = true;
        m_expected[id].seconds = 0.0;
        return {};
    }

    /// Behind something whose outcome is not known yet: it will run, unless a record could still match by content.
    Result<void> foreseeBehind(plan::OpId id) {
        const plan::Op& op = m_workspace.plan.ops[id];
        Outcome& outcome = m_outcomes[id];
        SW_TRY(const PartDecision part, m_decider.decidePartly(id, m_stop));
        const plan::StagePlan* stage = m_workspace.plan.stagePlan(op.stage);
        const bool provisional = stage != nullptr && !stage->complete; // with another environment than that of the base to come
        const bool possible = part.possible || (provisional && !m_workspace.request.noCache && !m_workspace.linesOf(op.stage).before.empty());
        outcome.verdict = possible ? Verdict::Unknown : Verdict::Run;
        outcome.reason = part.reason;
        return expectFromHistory(id);
    }

    /// What a step that makes its files without running anything would make; equal keys, equal layers.
    Result<std::optional<ForeseenLayer>> layerOf(const plan::Op& op, const Decision& decision) {
        ForecastMemory* const memory = m_workspace.memory();
        if (auto known = memory == nullptr ? std::nullopt : memory->layer(decision.key)) {
            return known;
        }
        SW_TRY(std::optional<ForeseenLayer> layer, layoutOf(op, decision));
        if (memory != nullptr && layer) {
            memory->keepLayer(m_workspace.memoryGeneration(), decision.key, *layer);
        }
        return layer;
    }

    Result<std::optional<ForeseenLayer>> layoutOf(const plan::Op& op, const Decision& decision) {
        if (const auto* mkdir = std::get_if<plan::MkdirOp>(&op.operation)) {
            SW_TRY(const auto below, m_decider.treeOf(mkdir->input));
            SW_TRY(LayerBuilder layer, planMkdir(*mkdir, *below, 0));
            return std::optional(std::move(layer).foresee());
        }
        const auto* copy = std::get_if<plan::CopyOp>(&op.operation);
        if (copy == nullptr) {
            return std::optional<ForeseenLayer>();
        }
        std::shared_ptr<const cache::Selection> selection = decision.selection;
        if (selection == nullptr) {
            auto selected = m_decider.select(*copy, m_stop);
            if (!selected && selected.error().code == ErrorCode::Unsupported) {
                return std::optional<ForeseenLayer>(); // its files are not here
            }
            SW_TRY(selection, std::move(selected));
        }
        SW_TRY(const Decider::CopySetting setting, m_decider.copySetting(*copy));
        const LayersTree* below = setting.linked ? nullptr : setting.below.get();
        return foreseeCopy({*copy, *selection, below, below, {}, 0, nullptr}, m_stop);
    }

    /// The nearest earlier run: of the same definition, else of the same line.
    Result<void> expectFromHistory(plan::OpId id) {
        const plan::Op& op = m_workspace.plan.ops[id];
        SW_TRY(auto cost, m_workspace.records.latestCost(op.definitionHash));
        if (!cost) {
            const Workspace::StageLines& lines = m_workspace.linesOf(op.stage);
            const auto place = std::ranges::find(lines.ops, id);
            if (place != lines.ops.end()) {
                if (const auto line = cache::matchLine(lines.before, lines.texts, static_cast<std::size_t>(place - lines.ops.begin()))) {
                    SW_TRY(cost, m_workspace.records.costOf(lines.before[*line].key));
                }
            }
        }
        if (cost) {
            m_expected[id] = {cost->bytes, true, cost->seconds};
        }
        return {};
    }

    void steps(Forecast& forecast) {
        for (const plan::Stage& stage : m_workspace.graph.stages) {
            const plan::StagePlan* planned = m_workspace.plan.stagePlan(stage.index);
            if (planned == nullptr) {
                for (std::size_t i = stage.from; i < stage.end; ++i) {
                    const dockerfile::Instruction& instruction = m_workspace.document.instructions[i];
                    forecast.steps.push_back({stage.index, i, instruction.startLine(), instruction.original, Verdict::NotNeeded, {}, {}, false, {}});
                }
                continue;
            }
            for (std::size_t place = 0; place < planned->steps.size(); ++place) {
                plan::Step step = m_workspace.plan.steps[planned->steps[place]];
                step.op = busiest(step.op, stage.index, place);
                ForecastStep out{step.stage, step.instruction, step.line, step.text, Verdict::Metadata, {}, {}, false, {}};
                if (step.op) {
                    out.verdict = step.shared ? Verdict::Shared : m_outcomes[*step.op].verdict;
                    out.reason = m_outcomes[*step.op].reason;
                    out.bytes = m_expected[*step.op].bytes;
                    out.bytesMeasured = m_expected[*step.op].measured;
                    out.seconds = m_expected[*step.op].seconds;
                }
                const std::string_view word = cache::forecastWord(out.verdict);
                forecast.hits += word == "hit" && step.op ? 1 : 0;
                forecast.runs += word == "run" ? 1 : 0;
                forecast.unknown += word == "unknown" ? 1 : 0;
                forecast.steps.push_back(std::move(out));
            }
        }
    }

    /// A step of a build for several platforms stands once: for the one that has most to do.
    std::optional<plan::OpId> busiest(std::optional<plan::OpId> first, std::size_t stage, std::size_t place) const {
        const auto work = [&](plan::OpId op) {
            const std::string_view word = cache::forecastWord(m_outcomes[op].verdict);
            return word == "run" ? 2 : word == "unknown" ? 1 : 0;
        };
        for (std::size_t variant = 1; first && variant < m_workspace.platformCount(); ++variant) {
            const plan::BuildPlan& plan = m_workspace.planOf(variant);
            const plan::StagePlan* planned = plan.stagePlan(stage);
            if (planned == nullptr || place >= planned->steps.size()) {
                continue;
            }
            const std::optional<plan::OpId> other = plan.steps[planned->steps[place]].op;
            first = other && work(*other) > work(*first) ? other : first;
        }
        return first;
    }

    void sums(Forecast& forecast) {
        // Operations come after those that they wait for; with enough workers the longest chain is the time of the whole.
        std::vector<double> done(m_outcomes.size(), 0.0);
        bool anyKnown = false;
        bool anyRuns = false;
        for (std::size_t id = 0; id < m_outcomes.size(); ++id) {
            for (const plan::OpId input : m_workspace.plan.ops[id].inputs) {
                done[id] = std::max(done[id], done[input]);
            }
            if (!m_outcomes[id].ran()) {
                continue;
            }
            anyRuns = true;
            anyKnown = anyKnown || m_expected[id].seconds.has_value();
            forecast.secondsPartial = forecast.secondsPartial || !m_expected[id].seconds;
            done[id] += m_expected[id].seconds.value_or(0);
        }
        if (anyKnown || !anyRuns) {
            forecast.seconds = done.empty() ? 0.0 : *std::ranges::max_element(done);
        }
        finalSize(forecast);
    }

    /// From the last root that is known upwards, step by step.
    void finalSize(Forecast& forecast) {
        std::uint64_t added = 0;
        std::optional<plan::OpId> at = m_workspace.plan.stages[m_workspace.plan.target].result;
        while (at && !m_outcomes[*at].known) {
            if (const Expected& expected = m_expected[*at]; !expected.bytes) {
                forecast.sizing = Forecast::Sizing::AtLeast;
            } else {
                added += *expected.bytes;
                forecast.sizing = std::max(forecast.sizing, Forecast::Sizing::Measured);
            }
            at = parentOf(m_workspace.plan.ops[*at]);
        }
        if (at) {
            if (const auto totals = m_workspace.totalsOf(m_outcomes[*at].root)) {
                forecast.finalBytes = totals->bytes + added;
            }
        }
    }

    Workspace m_workspace;
    std::vector<Outcome> m_outcomes;
    std::vector<Expected> m_expected;
    std::map<Hash128, plan::OpId> m_made; ///< keys that will be made by steps that run
    Decider m_decider;
    std::stop_token m_stop;
};

} // namespace

Result<Forecast> makeForecast(std::shared_ptr<store::Store> store, cache::CacheIndex cache, const BuildRequest& request,
                              ForecastMemory* memory, std::stop_token stop) {
    return Forecaster(std::move(store), cache, request, memory, std::move(stop)).run();
}

} // namespace sw::build
