#pragma once

#include "core/build/build.h"
#include "ui/session/documentsession.h"

#include <QAbstractTableModel>

#include <map>
#include <optional>
#include <vector>

namespace sw::ui {

/// One step of a build with its times, as the timeline draws it.
struct TimedStep {
    Digest vertex;
    std::vector<Digest> inputs;
    QString name;
    std::optional<std::size_t> stage, instruction; ///< absent: a task of the engine's own
    StepDisplay display = StepDisplay::None;
    std::optional<build::Time> started, completed;
    std::optional<std::uint64_t> bytes;
    QString reason;
    bool critical = false; ///< on the chain of steps that decided how long the build took
};

/// Steps of the running or last build in the order of their start. Columns: state, step, start, duration, size.
class StepsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { StateColumn, StepColumn, StartColumn, DurationColumn, SizeColumn, ColumnCount };
    enum Role { DisplayStateRole = Qt::UserRole + 1, InstructionRole, SortRole };

    using QAbstractTableModel::QAbstractTableModel;

    void clear(build::Time origin);
    void take(const std::vector<build::BuildEvent>& events);
    /// The steps of a build of the past, out of its record.
    void showResult(const build::BuildResult& result);
    /// Sizes and reasons, which events do not carry.
    void setResult(const build::BuildResult& result);
    /// Steps that still run are not running any more.
    void close();

    const std::vector<TimedStep>& steps() const { return m_steps; }
    build::Time origin() const { return m_origin; }
    /// End of the last step, or now while one runs.
    build::Time end() const;
    bool isRunning() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void stepsChanged(); ///< once per block of events

private:
    std::vector<TimedStep> m_steps;
    std::map<Digest, std::size_t> m_index;
    build::Time m_origin{};
};

/// Marks the critical path: from the step that ended last, back through the input that ended last; where a step names no
/// input (exporting, the first of a stage), through what ended last before it began.
void markCriticalPath(std::vector<TimedStep>& steps);

} // namespace sw::ui
