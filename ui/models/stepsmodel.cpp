#include "ui/models/stepsmodel.h"

#include "ui/models/format.h"
#include "ui/session/statemerge.h"

#include <algorithm>

namespace sw::ui {

void StepsModel::clear(build::Time origin) {
    beginResetModel();
    m_steps.clear();
    m_index.clear();
    m_origin = origin;
    endResetModel();
    Q_EMIT stepsChanged();
}

void StepsModel::take(const std::vector<build::BuildEvent>& events) {
    int firstChanged = rowCount();
    int lastChanged = -1;
    for (const build::BuildEvent& event : events) {
        const auto* vertex = std::get_if<build::VertexEvent>(&event);
        if (vertex == nullptr) {
            continue;
        }
        if (!m_index.contains(vertex->digest)) {
            const int row = rowCount();
            beginInsertRows({}, row, row);
            m_index[vertex->digest] = m_steps.size();
            m_steps.push_back({.vertex = vertex->digest, .inputs = vertex->inputs, .name = {}, .stage = {}, .instruction = {},
                               .started = {}, .completed = {}, .bytes = {}, .reason = {}});
            endInsertRows();
        }
        const std::size_t row = m_index[vertex->digest];
        TimedStep& step = m_steps[row];
        if (!vertex->name.empty()) {
            step.name = QString::fromStdString(vertex->name);
        }
        if (!vertex->inputs.empty()) {
            step.inputs = vertex->inputs;
        }
        step.stage = vertex->stage ? vertex->stage : step.stage;
        step.instruction = vertex->instruction ? vertex->instruction : step.instruction;
        step.started = vertex->started ? vertex->started : step.started;
        step.completed = vertex->completed ? vertex->completed : step.completed;
        const StepDisplay display = displayOf(*vertex);
        step.display = display == StepDisplay::None ? step.display : display;
        firstChanged = std::min(firstChanged, static_cast<int>(row));
        lastChanged = std::max(lastChanged, static_cast<int>(row));
    }
    if (lastChanged >= 0) {
        Q_EMIT dataChanged(index(firstChanged, 0), index(lastChanged, ColumnCount - 1));
        Q_EMIT stepsChanged();
    }
}

void StepsModel::showResult(const build::BuildResult& result) {
    beginResetModel();
    m_steps.clear();
    m_index.clear();
    m_origin = result.started;
    std::map<std::size_t, Digest> lastOfStage; // what a stage, or a copy from it, waits for
    for (const build::StepResult& step : result.steps) {
        if (!step.started) {
            continue;
        }
        TimedStep timed{.vertex = step.vertex.value_or(Digest::ofSha256("step " + std::to_string(step.instruction))),
                        .inputs = {}, .name = QString::fromStdString(step.text).simplified(), .stage = step.stage,
                        .instruction = step.instruction, .started = step.started, .completed = step.completed, .bytes = {}, .reason = {}};
        timed.display = step.verdict == cache::Verdict::Hit ? StepDisplay::Hit : StepDisplay::Ran;
        if (const auto before = lastOfStage.find(step.stage); before != lastOfStage.end()) {
            timed.inputs.push_back(before->second);
        }
        for (const build::EdgeTraffic& edge : result.edges) {
            if (edge.instruction == step.instruction && edge.fromStage && lastOfStage.contains(*edge.fromStage)) {
                timed.inputs.push_back(lastOfStage[*edge.fromStage]);
            }
        }
        lastOfStage[step.stage] = timed.vertex;
        m_index[timed.vertex] = m_steps.size();
        m_steps.push_back(std::move(timed));
    }
    endResetModel();
    setResult(result);
}

void StepsModel::setResult(const build::BuildResult& result) {
    for (const build::StepResult& step : result.steps) {
        const auto found = std::ranges::find_if(m_steps, [&step](const TimedStep& timed) {
            return timed.instruction == step.instruction || (step.vertex && timed.vertex == *step.vertex);
        });
        if (found == m_steps.end()) {
            continue;
        }
        if (step.layer) {
            found->bytes = step.bytes;
        }
        found->reason = reasonSentence(step.reason);
        if (step.verdict == cache::Verdict::Failed) {
            found->display = StepDisplay::Failed;
        }
    }
    markCriticalPath(m_steps);
    if (!m_steps.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
    Q_EMIT stepsChanged();
}

void StepsModel::close() {
    for (TimedStep& step : m_steps) {
        if (step.display == StepDisplay::Running) {
            step.display = StepDisplay::None;
            step.completed = std::chrono::system_clock::now();
        }
    }
    Q_EMIT stepsChanged();
}

bool StepsModel::isRunning() const {
    return std::ranges::any_of(m_steps, [](const TimedStep& step) { return step.display == StepDisplay::Running; });
}

build::Time StepsModel::end() const {
    if (isRunning()) {
        return std::chrono::system_clock::now();
    }
    build::Time last = m_origin;
    for (const TimedStep& step : m_steps) {
        last = std::max(last, step.completed.value_or(step.started.value_or(m_origin)));
    }
    return last;
}

int StepsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_steps.size()); }
int StepsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant StepsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const TimedStep& step = m_steps[static_cast<std::size_t>(index.row())];
    const std::optional<double> start = step.started ? std::optional(secondsBetween(m_origin, *step.started)) : std::nullopt;
    const std::optional<double> duration =
        step.started && step.completed ? std::optional(secondsBetween(*step.started, *step.completed)) : std::nullopt;
    if (role == DisplayStateRole) {
        return static_cast<int>(step.display);
    }
    if (role == InstructionRole) {
        return step.instruction ? QVariant::fromValue(static_cast<qulonglong>(*step.instruction)) : QVariant();
    }
    if (role == Qt::ToolTipRole) {
        return step.reason.isEmpty() ? step.name : step.name + u'\n' + step.reason;
    }
    if (role == Qt::TextAlignmentRole && index.column() >= StartColumn) {
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != SortRole) {
        return {};
    }
    const bool sorting = role == SortRole;
    switch (index.column()) {
    case StateColumn: return sorting ? QVariant(static_cast<int>(step.display)) : QVariant();
    case StepColumn: return step.name;
    case StartColumn: return !start ? QVariant() : sorting ? QVariant(*start) : QVariant(secondsText(std::max(0.0, *start)));
    case DurationColumn: return !duration ? QVariant() : sorting ? QVariant(*duration) : QVariant(secondsText(*duration));
    case SizeColumn:
        return !step.bytes ? QVariant() : sorting ? QVariant(static_cast<qulonglong>(*step.bytes)) : QVariant(bytesText(*step.bytes));
    default: return {};
    }
}

QVariant StepsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((section >= StartColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case StepColumn: return tr("Step");
    case StartColumn: return tr("Start");
    case DurationColumn: return tr("Time");
    case SizeColumn: return tr("Size");
    default: return {};
    }
}

void markCriticalPath(std::vector<TimedStep>& steps) {
    std::map<Digest, std::size_t> index;
    std::optional<std::size_t> at;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        steps[i].critical = false;
        index[steps[i].vertex] = i;
        if (steps[i].completed && (!at || *steps[i].completed > *steps[*at].completed)) {
            at = i;
        }
    }
    while (at && !steps[*at].critical) {
        steps[*at].critical = true;
        std::optional<std::size_t> latest;
        std::optional<std::size_t> predecessor;
        for (const Digest& input : steps[*at].inputs) {
            const auto found = index.find(input);
            if (found != index.end() && steps[found->second].completed &&
                (!latest || *steps[found->second].completed > *steps[*latest].completed)) {
                latest = found->second;
            }
        }
        for (std::size_t i = 0; i < steps.size() && !latest && steps[*at].started; ++i) {
            const bool before = i != *at && steps[i].completed && *steps[i].completed <= *steps[*at].started;
            const auto endsLater = [&](std::size_t other) { return *steps[i].completed > *steps[other].completed; };
            if (before && (!predecessor || endsLater(*predecessor))) {
                predecessor = i;
            }
        }
        at = latest ? latest : predecessor;
    }
}

} // namespace sw::ui
