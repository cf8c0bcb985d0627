#pragma once

#include "core/build/build.h"

#include <QFrame>

class QLabel;
class QTimer;
class QToolButton;

namespace sw::ui {

class Meter;

/// The strip at the bottom: what ships of what was built, problems, what the machine allows, the caret's place.
class ShippingBar : public QFrame {
    Q_OBJECT
public:
    explicit ShippingBar(QWidget* parent = nullptr);
    void setResult(const build::BuildResult* result); ///< null: nothing was built
    void setProblems(int errors, int warnings);
    void setMachine(const QString& words, const QString& toolTip, bool trouble);
    void setCaret(int line, int column);
    void showMessage(const QString& sentence); ///< for some seconds, in place of the sizes
    QString shippingText() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

Q_SIGNALS:
    void problemsClicked();
    void machineClicked();
    void caretClicked();

private:
    bool m_known = false; ///< there are sizes to show
    QLabel* m_ships;
    Meter* m_meter;
    QLabel* m_message;
    QToolButton* m_problems;
    QToolButton* m_machine;
    QToolButton* m_caret;
    QTimer* m_messageTime;
};

} // namespace sw::ui
