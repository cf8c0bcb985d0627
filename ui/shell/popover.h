#pragma once

#include <QFrame>
#include <QPointer>

namespace sw::ui {

/// A small panel over the window, below the control that opened it. Not modal: Esc, a click elsewhere or the same control
/// closes it. The window stays usable and keeps working behind it.
class Popover : public QFrame {
    Q_OBJECT
public:
    explicit Popover(QWidget* window);

    void openUnder(QWidget* anchor);
    /// In the upper middle of the window (command palette, settings).
    void openCentered(int topMargin);
    bool isOpenFor(const QWidget* anchor) const { return isVisible() && m_anchor == anchor; }
    /// The place follows a changed size of what is inside.
    void place();

Q_SIGNALS:
    void opened();
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    /// What gets the focus when it opens; default: the first child that takes it.
    virtual QWidget* firstField();

private:
    void open();
    QPointer<QWidget> m_anchor;
    QPointer<QWidget> m_focusBefore;
    int m_topMargin = -1;
};

} // namespace sw::ui
