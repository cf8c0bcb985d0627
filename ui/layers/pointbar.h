#pragma once

#include "core/inspect/stagepoints.h"

#include <QFrame>
#include <QSlider>

#include <vector>

class QLabel;
class QToolButton;

namespace sw::ui {

/// A track with a stop for each point between two instructions: a filled one where a layer was made, an open one for metadata.
class PointTrack : public QSlider {
    Q_OBJECT
public:
    explicit PointTrack(QWidget* parent = nullptr);
    void setStops(std::vector<bool> hasLayer, const QColor& color);
    QSize sizeHint() const override { return {180, 24}; }
    QSize minimumSizeHint() const override { return {90, 24}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    double placeOf(int value) const; ///< x of a stop
    int valueAt(double x) const;
    std::vector<bool> m_stops;
    QColor m_color;
};

/// Travels through the instructions of a stage: step back, a track, step on, where one is, and what a step there would run with.
class PointBar : public QFrame {
    Q_OBJECT
public:
    explicit PointBar(QWidget* parent = nullptr);
    /// Begins at the last of them. `color`: of the stage.
    void setPoints(std::vector<inspect::StagePoint> points, const QColor& color);
    void setPoint(int point); ///< tells nobody
    int point() const { return m_track->value(); }
    const std::vector<inspect::StagePoint>& points() const { return m_points; }
    PointTrack* track() const { return m_track; }
    QToolButton* back() const { return m_back; }
    QToolButton* forward() const { return m_forward; }
    QToolButton* environment() const { return m_environment; } ///< checkable: shows the whole of it
    QToolButton* packages() const { return m_packages; }       ///< checkable: shows those of the stage
    void setPackageCount(std::size_t count);
    QString text() const;                                      ///< "Line 7: USER node", whole

Q_SIGNALS:
    void pointChosen(int point);

private:
    void render();
    bool eventFilter(QObject* watched, QEvent* event) override;
    std::vector<inspect::StagePoint> m_points;
    QToolButton* m_back;
    PointTrack* m_track;
    QToolButton* m_forward;
    QLabel* m_where;
    QLabel* m_runsAs;
    QToolButton* m_environment;
    QToolButton* m_packages;
};

} // namespace sw::ui
