#include "ui/session/statemerge.h"

#include "ui/session/sentence.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace sw::ui {

using cache::Verdict;
using Mapping = std::vector<std::optional<std::size_t>>;

namespace {

StepDisplay displayOfForecast(Verdict verdict) {
    switch (verdict) {
    case Verdict::Hit: return StepDisplay::WillHit;
    case Verdict::Run:
    case Verdict::Failed: return StepDisplay::WillRun;
    case Verdict::Unknown:
    case Verdict::Cancelled: return StepDisplay::Unknown;
    case Verdict::Shared: return StepDisplay::Shared;
    case Verdict::Metadata: return StepDisplay::Metadata;
    case Verdict::NotNeeded: return StepDisplay::NotNeeded;
    }
    return StepDisplay::None;
}

StepDisplay displayOfResult(Verdict verdict) {
    switch (verdict) {
    case Verdict::Hit: return StepDisplay::Hit;
    case Verdict::Run: return StepDisplay::Ran;
    case Verdict::Failed: return StepDisplay::Failed;
    case Verdict::Shared: return StepDisplay::Shared;
    case Verdict::Metadata: return StepDisplay::Metadata;
    case Verdict::NotNeeded: return StepDisplay::NotNeeded;
    case Verdict::Unknown:
    case Verdict::Cancelled: return StepDisplay::None;
    }
    return StepDisplay::None;
}

double secondsBetween(build::Time from, build::Time to) { return std::chrono::duration<double>(to - from).count(); }

/// Evidence of a reason as people read it: names stay, the words before them are in their language (core/cache, compareFiles).
QString evidenceText(const std::string& line) {
    constexpr std::array kWords = {std::pair{"added ", QT_TRANSLATE_NOOP("Reason", "added %1")},
                                   std::pair{"modified ", QT_TRANSLATE_NOOP("Reason", "modified %1")},
                                   std::pair{"removed ", QT_TRANSLATE_NOOP("Reason", "removed %1")}};
    const QString text = QString::fromStdString(line);
    for (const auto& [word, sentence] : kWords) {
        if (line.starts_with(word)) {
            return QCoreApplication::translate("Reason", sentence).arg(text.mid(static_cast<qsizetype>(std::string_view(word).size())));
        }
    }
    static const QRegularExpression more(QStringLiteral("^and (\\d+) more$"));
    const QRegularExpressionMatch rest = more.match(text);
    return rest.hasMatch() ? QCoreApplication::translate("Reason", "and %1 more").arg(rest.captured(1)) : text;
}

QStringList evidenceOf(const cache::Reason& reason) {
    using cache::ReasonCode;
    const bool values = reason.code == ReasonCode::ArgumentChanged || reason.code == ReasonCode::EnvironmentChanged;
    QStringList list;
    for (const std::string& line : reason.evidence) {
        list.push_back(values ? QString::fromStdString(line) : evidenceText(line));
    }
    return list;
}

void takeReason(StepState& state, const cache::Reason& reason, int ownLine) {
    state.rootLine = reason.rootLine.value_or(0);
    state.evidence = evidenceOf(reason);
    const bool isRoot = !reason.rootLine || *reason.rootLine == ownLine;
    if (isRoot && reason.code != cache::ReasonCode::None && reason.code != cache::ReasonCode::KnockOn) {
        state.reason = reasonSentence(reason);
    }
}

Mapping identity(std::size_t count) {
    Mapping mapping(count);
    for (std::size_t i = 0; i < count; ++i) {
        mapping[i] = i;
    }
    return mapping;
}

void layForecast(StepStates& states, const DocumentSnapshot& snapshot, const build::Forecast& forecast, const Mapping& mapping,
                 bool current) {
    for (const build::ForecastStep& step : forecast.steps) {
        if (step.instruction >= mapping.size() || !mapping[step.instruction]) {
            continue;
        }
        const std::size_t index = *mapping[step.instruction];
        if (index >= states.steps.size()) {
            continue;
        }
        StepState& state = states.steps[index];
        state.display = displayOfForecast(step.verdict);
        state.bytes = step.bytes;
        state.bytesMeasured = step.bytesMeasured;
        state.seconds = step.seconds;
        // Where nothing was ever built, every line would say so: the signs beside the lines are enough.
        const bool neverBuilt = forecast.hits == 0 && step.reason.code == cache::ReasonCode::FirstBuild;
        if (current && !neverBuilt) {
            takeReason(state, step.reason, snapshot.document->instructions[index].startLine());
        }
    }
    states.hits = forecast.hits;
    states.runs = forecast.runs;
    states.unknown = forecast.unknown;
    states.expectedSeconds = forecast.seconds;
    states.secondsPartial = forecast.secondsPartial;
    states.finalBytes = forecast.finalBytes;
    states.sizing = forecast.sizing;
}

/// Stages by their FROM instruction: index in the built graph -> index in the shown one.
Mapping matchStages(const plan::StageGraph& built, const plan::StageGraph& shown, const Mapping& instructions) {
    Mapping mapping(built.stages.size());
    for (std::size_t i = 0; i < built.stages.size(); ++i) {
        const plan::Stage& stage = built.stages[i];
        if (stage.from < instructions.size() && instructions[stage.from]) {
            for (const plan::Stage& other : shown.stages) {
                if (other.from == *instructions[stage.from]) {
                    mapping[i] = other.index;
                }
            }
        } else if (!stage.name.empty()) {
            mapping[i] = shown.stageNamed(stage.name);
        }
    }
    return mapping;
}

void laySizes(StepStates& states, const DocumentSnapshot& snapshot, const BuildView& view, const Mapping& mapping) {
    const Mapping stages = matchStages(*view.built->graph, *snapshot.graph, mapping);
    for (const build::StageResult& stage : view.result->stages) {
        if (stage.index < stages.size() && stages[stage.index] && stage.bytes > 0) {
            StepStates::StageState& state = states.stages[*stages[stage.index]];
            state.bytes = stage.bytes;
        }
    }
    for (build::EdgeTraffic edge : view.result->edges) {
        const bool known = edge.instruction < mapping.size() && mapping[edge.instruction] && edge.stage < stages.size() &&
                           stages[edge.stage];
        if (!known || (edge.fromStage && (*edge.fromStage >= stages.size() || !stages[*edge.fromStage]))) {
            continue;
        }
        edge.instruction = *mapping[edge.instruction];
        edge.stage = *stages[edge.stage];
        edge.toLine = snapshot.document->instructions[edge.instruction].startLine();
        if (edge.fromStage) {
            edge.fromStage = stages[*edge.fromStage];
        }
        states.edges.push_back(std::move(edge));
    }
    for (std::size_t i = 0; i < view.externalBytes.size() && i < view.built->graph->externals.size(); ++i) {
        for (std::size_t k = 0; k < snapshot.graph->externals.size(); ++k) {
            if (snapshot.graph->externals[k] == view.built->graph->externals[i]) {
                states.externalBytes[k] = view.externalBytes[i];
            }
        }
    }
}

/// The last result counts where the forecast agrees that nothing changed, and for a failure until something does.
void layResult(StepStates& states, const DocumentSnapshot& snapshot, const BuildView& view, const Mapping& mapping, bool sameText) {
    for (const build::StepResult& step : view.result->steps) {
        if (step.instruction >= mapping.size() || !mapping[step.instruction]) {
            continue;
        }
        StepState& state = states.steps[*mapping[step.instruction]];
        const StepDisplay outcome = displayOfResult(step.verdict);
        const bool holds = outcome == StepDisplay::Failed ? sameText && !view.outdated
                           : outcome == StepDisplay::Hit || outcome == StepDisplay::Ran
                               ? state.display == StepDisplay::WillHit || (state.display == StepDisplay::None && sameText)
                               : state.display == StepDisplay::None && sameText;
        if (holds) {
            state.display = outcome;
            state.reason.clear();
            if (outcome != StepDisplay::Hit) {
                state.evidence.clear();
            }
            if (step.started && step.completed) {
                state.seconds = secondsBetween(*step.started, *step.completed);
            }
            if (step.layer || step.bytes > 0) {
                state.bytes = step.bytes;
                state.bytesMeasured = false;
            }
        }
    }
    const auto& failure = view.result->failure;
    if (failure && failure->instruction && *failure->instruction < mapping.size() && mapping[*failure->instruction] && sameText &&
        !view.outdated) {
        StepState& state = states.steps[*mapping[*failure->instruction]];
        state.display = StepDisplay::Failed;
        state.error = failureSentence(*view.result);
    }
    laySizes(states, snapshot, view, mapping);
}

void layLive(StepStates& states, const BuildView& view, const Mapping& mapping) {
    for (const auto& [instruction, live] : view.live) {
        if (instruction >= mapping.size() || !mapping[instruction] || live.display == StepDisplay::None) {
            continue;
        }
        StepState& state = states.steps[*mapping[instruction]];
        state.display = live.display;
        state.error = live.error;
        if (live.started && live.completed) {
            state.seconds = secondsBetween(*live.started, *live.completed);
        }
    }
}

/// The one word for a stage: the most telling of its steps.
StepDisplay displayOfStage(const std::vector<StepState>& steps, const plan::Stage& stage) {
    static constexpr std::array kOrder = {StepDisplay::Failed,  StepDisplay::Running, StepDisplay::WillRun, StepDisplay::Unknown,
                                          StepDisplay::Ran,     StepDisplay::WillHit, StepDisplay::Hit,     StepDisplay::Shared,
                                          StepDisplay::Metadata};
    for (const StepDisplay wanted : kOrder) {
        for (std::size_t i = stage.from; i < stage.end && i < steps.size(); ++i) {
            if (steps[i].display == wanted) {
                return wanted;
            }
        }
    }
    return stage.needed ? StepDisplay::None : StepDisplay::NotNeeded;
}

void finishStages(StepStates& states, const DocumentSnapshot& snapshot) {
    for (const plan::Stage& stage : snapshot.graph->stages) {
        StepStates::StageState& state = states.stages[stage.index];
        state.ships = stage.isTarget;
        state.display = displayOfStage(states.steps, stage);
        if (stage.baseExternal && stage.from < states.steps.size()) {
            const std::optional<std::uint64_t> base = states.externalBytes[*stage.baseExternal];
            if (base && states.steps[stage.from].bytes.value_or(0) == 0) {
                states.steps[stage.from].bytes = base;
            }
        }
        if (stage.isTarget && state.bytes && states.runs == 0 && states.unknown == 0) {
            states.finalBytes = state.bytes;
            states.sizing = build::Forecast::Sizing::Exact;
        }
    }
}

} // namespace

StepDisplay displayOf(const build::VertexEvent& vertex) {
    if (!vertex.error.empty()) {
        return StepDisplay::Failed;
    }
    if (vertex.completed) {
        return vertex.shared ? StepDisplay::Shared : vertex.cached ? StepDisplay::Hit : StepDisplay::Ran;
    }
    return vertex.started ? StepDisplay::Running : StepDisplay::None;
}

namespace {

/// `equal` by index in both.
template <typename Equal> Mapping matchBothEnds(std::size_t from, std::size_t to, Equal equal) {
    Mapping mapping(from);
    std::size_t head = 0;
    while (head < from && head < to && equal(head, head)) {
        mapping[head] = head;
        ++head;
    }
    std::size_t tail = 0;
    while (tail < from - head && tail < to - head && equal(from - 1 - tail, to - 1 - tail)) {
        mapping[from - 1 - tail] = to - 1 - tail;
        ++tail;
    }
    return mapping;
}

} // namespace

Mapping matchInstructions(const dockerfile::Document& from, const dockerfile::Document& to) {
    return matchBothEnds(from.instructions.size(), to.instructions.size(),
                         [&](std::size_t a, std::size_t b) { return from.instructions[a].original == to.instructions[b].original; });
}

Mapping matchSteps(const build::BuildResult& from, const dockerfile::Document& to) {
    std::vector<const std::string*> texts; // null: an ARG before the first FROM, of which no step tells
    for (const build::StepResult& step : from.steps) {
        texts.resize(std::max(texts.size(), step.instruction + 1), nullptr);
        texts[step.instruction] = &step.text;
    }
    return matchBothEnds(texts.size(), to.instructions.size(),
                         [&](std::size_t a, std::size_t b) { return texts[a] == nullptr || *texts[a] == to.instructions[b].original; });
}

StatesPtr mergeStates(const DocumentSnapshot& snapshot, const build::Forecast* forecast, const DocumentSnapshot* forecastOf,
                      const BuildView* view) {
    auto states = std::make_shared<StepStates>();
    states->revision = snapshot.revision;
    states->steps.resize(snapshot.document->instructions.size());
    states->stages.resize(snapshot.graph->stages.size());
    states->externalBytes.resize(snapshot.graph->externals.size());

    if (forecast != nullptr && forecastOf != nullptr) {
        const bool current = forecastOf->revision == snapshot.revision;
        layForecast(*states, snapshot, *forecast,
                    current ? identity(states->steps.size()) : matchInstructions(*forecastOf->document, *snapshot.document), current);
    }
    if (view != nullptr && view->built) {
        const Mapping mapping = matchInstructions(*view->built->document, *snapshot.document);
        const bool sameText = view->built->document->text == snapshot.document->text;
        states->building = view->running;
        if (view->running) {
            layLive(*states, *view, mapping);
        } else if (view->result) {
            layResult(*states, snapshot, *view, mapping, sameText);
        }
    }
    finishStages(*states, snapshot);
    return states;
}

QString failureSentence(const build::BuildResult& result) {
    const build::BuildFailure& failure = *result.failure;
    const auto step = std::ranges::find_if(result.steps, [&failure](const build::StepResult& s) { return s.instruction == failure.instruction; });
    if (step == result.steps.end() || !step->exitCode || *step->exitCode == 0) {
        return shown(failure.message);
    }
    static const QRegularExpression sequences(QStringLiteral("\x1b\\[[0-9;?]*[A-Za-z]|[\\x00-\\x1f]"));
    QString last;
    for (const std::string& line : failure.lastLines) {
        const QString text = QString::fromStdString(line).remove(sequences).trimmed();
        last = text.isEmpty() ? last : text;
    }
    const QString code = QCoreApplication::translate("Failure", "Exit code %1").arg(*step->exitCode);
    return last.isEmpty() ? code : QStringLiteral("%1: %2").arg(code, last);
}

QString reasonSentence(const cache::Reason& reason) {
    const auto say = [](const char* text) { return QCoreApplication::translate("Reason", text); };
    const QString first = evidenceOf(reason).value(0);
    const auto with = [&first](const QString& sentence) {
        return first.isEmpty() ? sentence : QStringLiteral("%1: %2").arg(sentence, first);
    };
    using cache::ReasonCode;
    switch (reason.code) {
    case ReasonCode::None: return {};
    case ReasonCode::FirstBuild: return say(QT_TRANSLATE_NOOP("Reason", "Not built before"));
    case ReasonCode::CommandChanged: return say(QT_TRANSLATE_NOOP("Reason", "The instruction changed"));
    case ReasonCode::ArgumentChanged: return with(say(QT_TRANSLATE_NOOP("Reason", "A build argument changed")));
    case ReasonCode::EnvironmentChanged: return with(say(QT_TRANSLATE_NOOP("Reason", "The environment changed")));
    case ReasonCode::BaseImageChanged: return say(QT_TRANSLATE_NOOP("Reason", "The base image changed"));
    case ReasonCode::FilesChanged: return with(say(QT_TRANSLATE_NOOP("Reason", "Files changed")));
    case ReasonCode::MountChanged: return with(say(QT_TRANSLATE_NOOP("Reason", "A mount changed")));
    case ReasonCode::CachePruned: return say(QT_TRANSLATE_NOOP("Reason", "Its result was removed from the cache"));
    case ReasonCode::NoCache: return say(QT_TRANSLATE_NOOP("Reason", "The cache is not to be used"));
    case ReasonCode::KnockOn:
        return say(QT_TRANSLATE_NOOP("Reason", "Follows from line %1")).arg(reason.rootLine.value_or(0));
    case ReasonCode::EarlyCutoff:
        return say(QT_TRANSLATE_NOOP("Reason", "Cached: the step before ran again and gave the same files"));
    }
    return QString::fromStdString(reason.text);
}

} // namespace sw::ui
