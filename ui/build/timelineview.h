#pragma once

#include "ui/models/stepsmodel.h"

#include <QAbstractScrollArea>
#include <QTimer>

#include <optional>
#include <vector>

namespace sw::ui {

/// One lane per stage, a bar per step, hits as ticks, the critical path drawn through the bars. Lanes of parallel steps grow.
class TimelineView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TimelineView(StepsModel& model, QWidget* parent = nullptr);
    void setStageNames(const QStringList& names);
    void showInstruction(std::optional<std::size_t> instruction);
    /// Lane, start and width in pixels of a step's bar; for tests.
    std::optional<QRectF> barOf(std::size_t step) const;

Q_SIGNALS:
    void instructionClicked(std::size_t instruction);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void scrollContentsBy(int, int) override { viewport()->update(); }

private:
    struct Bar {
        std::size_t step = 0;
        std::size_t lane = 0; ///< index in m_lanes
        int row = 0;          ///< inside the lane
        double start = 0, end = 0; ///< seconds since the build's start
    };
    struct Lane {
        std::optional<std::size_t> stage;
        int rows = 1;
        int top = 0;
    };
    void layout();
    double scale() const; ///< pixels per second
    QRectF rectOf(const Bar& bar) const;
    const Bar* barAt(const QPoint& point) const;
    void paintAxis(QPainter& painter);
    void paintBar(QPainter& painter, const Bar& bar);
    QString toolTipOf(const Bar& bar) const;
    QString laneName(const Lane& lane) const;

    StepsModel& m_model;
    QStringList m_names;
    std::vector<Bar> m_bars;
    std::vector<Lane> m_lanes;
    double m_total = 1;
    double m_zoom = 1;
    int m_height = 0;
    std::optional<std::size_t> m_hover; ///< index in m_bars
    std::optional<std::size_t> m_selected; ///< instruction
    QTimer m_tick;
};

} // namespace sw::ui
