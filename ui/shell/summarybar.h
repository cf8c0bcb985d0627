#pragma once

#include "ui/session/documentsession.h"

#include <QWidget>

#include <vector>

namespace sw::ui {

/// "● 3 cached  ▶ 3 will run  ◌ 2 depend on output  about 14 s  final ≈ 47.2 MB", right-aligned. What does not fit is left
/// out, the least important first. While a build runs: how far it is and since when.
class SummaryBar : public QWidget {
    Q_OBJECT
public:
    explicit SummaryBar(QWidget* parent = nullptr);
    void setStates(const StatesPtr& states);
    void setElapsed(double seconds); ///< of the running build
    QString text() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, 24}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Part {
        StepDisplay glyph = StepDisplay::None;
        QString before, strong, after;
        int weight = 0; ///< the higher, the longer it stays
    };
    std::vector<Part> parts() const;
    int widthOf(const Part& part) const;
    StatesPtr m_states;
    double m_elapsed = 0;
};

} // namespace sw::ui
