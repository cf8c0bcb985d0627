#pragma once

#include "ui/session/stagelayers.h"

#include <QListWidget>

namespace sw::ui {

/// What should not be in a stage: each with its line, its size, what it is and what to do about it.
class FindingsView : public QListWidget {
    Q_OBJECT
public:
    enum Role { TitleRole = Qt::UserRole + 1, AdviceRole, PathRole, LineRole, LevelRole };
    explicit FindingsView(QWidget* parent = nullptr);
    void show(const StageLayers& layers);

Q_SIGNALS:
    void pathChosen(const QString& path);
    void lineChosen(int line); ///< of the text that was built; double click or Return

protected:
    void resizeEvent(QResizeEvent* event) override;
};

} // namespace sw::ui
