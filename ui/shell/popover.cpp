#include "ui/shell/popover.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace sw::ui {

Popover::Popover(QWidget* window) : QFrame(window) {
    setFocusPolicy(Qt::StrongFocus);
    setAutoFillBackground(false);
    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(28);
    shadow->setOffset(0, 6);
    shadow->setColor(QColor(0, 0, 0, 70));
    setGraphicsEffect(shadow);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void Popover::openUnder(QWidget* anchor) {
    m_anchor = anchor;
    m_topMargin = -1;
    open();
}

void Popover::openCentered(int topMargin) {
    m_anchor = nullptr;
    m_topMargin = topMargin;
    open();
}

void Popover::open() {
    m_focusBefore = QApplication::focusWidget();
    show();
    place();
    raise();
    if (QWidget* field = firstField()) {
        field->setFocus(Qt::PopupFocusReason);
    } else {
        setFocus(Qt::PopupFocusReason);
    }
}

QWidget* Popover::firstField() {
    for (QWidget* widget = nextInFocusChain(); widget != nullptr && widget != this; widget = widget->nextInFocusChain()) {
        if (isAncestorOf(widget) && widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0) {
            return widget;
        }
    }
    return nullptr;
}

void Popover::place() {
    const QWidget* window = parentWidget();
    constexpr int kMargin = 8;
    QSize size = sizeHint().expandedTo(minimumSize()).boundedTo(maximumSize());
    size = size.boundedTo(window->size() - QSize(2 * kMargin, 2 * kMargin));
    QPoint at((window->width() - size.width()) / 2, m_topMargin);
    if (m_anchor) {
        at = m_anchor->mapTo(window, QPoint(0, m_anchor->height() + 6));
        at.setX(std::clamp(at.x(), kMargin, std::max(kMargin, window->width() - size.width() - kMargin)));
        if (at.y() + size.height() > window->height() - kMargin) { // above, when there is no room below
            const int above = m_anchor->mapTo(window, QPoint(0, 0)).y() - 6 - size.height();
            at.setY(above >= kMargin ? above : std::max(kMargin, window->height() - kMargin - size.height()));
        }
    }
    setGeometry(QRect(at, size));
}

bool Popover::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonPress) {
        auto* widget = qobject_cast<QWidget*>(watched);
        const bool sameWindow = widget != nullptr && widget->window() == window();
        const bool inside = widget != nullptr && (widget == this || isAncestorOf(widget));
        const bool onAnchor = m_anchor && (widget == m_anchor || m_anchor->isAncestorOf(widget));
        if (sameWindow && !inside && !onAnchor) {
            hide();
        }
    } else if (event->type() == QEvent::Resize && watched == parentWidget()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

void Popover::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        hide();
        return;
    }
    QFrame::keyPressEvent(event);
}

void Popover::showEvent(QShowEvent* event) {
    qApp->installEventFilter(this);
    QFrame::showEvent(event);
    Q_EMIT opened();
}

void Popover::hideEvent(QHideEvent* event) {
    qApp->removeEventFilter(this);
    const bool hadFocus = QApplication::focusWidget() == nullptr || isAncestorOf(QApplication::focusWidget());
    QFrame::hideEvent(event);
    if (hadFocus && m_focusBefore) {
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    }
    Q_EMIT closed();
}

void Popover::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::instance().color(Theme::Role::Border));
    painter.setBrush(Theme::instance().color(Theme::Role::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace sw::ui
