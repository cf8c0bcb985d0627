#pragma once

#include "ui/editor/linelanes.h"

#include <QWidget>

namespace sw::ui {

/// The band of the stage at the top of the view: stays while its lines scroll below it, so that one always knows where one is,
/// and is the band of a stage that begins in the first line.
class StageStrip : public QWidget {
    Q_OBJECT
public:
    explicit StageStrip(QWidget* parent = nullptr);
    /// `stage` -1: before the first FROM; `text` is shown then.
    void show(int stage, const StageBand& band, const QString& text);
    QSize sizeHint() const override;
    int stage() const { return m_stage; }
    const StageBand& band() const { return m_band; }

Q_SIGNALS:
    void clicked(int stage);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    int m_stage = -1;
    StageBand m_band;
    QString m_text;
};

} // namespace sw::ui
