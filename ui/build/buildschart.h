#pragma once

#include "core/build/build.h"

#include <QWidget>

#include <vector>

namespace sw::ui {

/// A build of the past as charts and lists show it.
struct BuildRow {
    QString id;
    build::Time started{};
    QString target;
    bool succeeded = false;
    double seconds = 0;
    std::uint64_t bytes = 0; ///< that the image holds; 0 after a failure
    int hits = 0, runs = 0;  ///< steps

    double hitRate() const { return hits + runs == 0 ? 1.0 : static_cast<double>(hits) / (hits + runs); }
};

/// Image size, build time and hit rate over builds, one bar each, oldest at the left. A click chooses a build, a second one another;
/// with the keys, arrows walk and Space chooses. At most two are chosen, the third takes the place of the older choice.
class BuildsChart : public QWidget {
    Q_OBJECT
public:
    explicit BuildsChart(QWidget* parent = nullptr);
    void setBuilds(std::vector<BuildRow> builds); ///< newest first
    void setChosen(const QStringList& ids);       ///< tells nobody
    const QStringList& chosen() const { return m_chosen; } ///< in the order of choosing
    QRectF barOf(int build, int series) const; ///< by position in setBuilds; series: 0 size, 1 time, 2 hit rate
    QSize sizeHint() const override { return {400, 150}; }
    QSize minimumSizeHint() const override { return {200, 120}; }

Q_SIGNALS:
    void chosenChanged(const QStringList& ids);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    int buildAt(QPointF point) const; ///< -1: none
    int shownCount() const;           ///< the newest so many have room
    double valueOf(const BuildRow& build, int series) const; ///< 0 to 1 of the largest that is shown
    QString textOf(const BuildRow& build) const;
    QRectF plot(int series) const;
    void toggle(int build);
    void walkTo(int build);

    std::vector<BuildRow> m_builds;
    QStringList m_chosen;
    int m_cursor = -1;
};

} // namespace sw::ui
