#include "ui/editor/hovercard.h"

#include "ui/theme/theme.h"

#include <QGraphicsDropShadowEffect>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace sw::ui {

HoverCard::HoverCard(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("hoverCard"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_label = new QLabel(this);
    m_label->setTextFormat(Qt::RichText);
    m_label->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 4);
    layout->addWidget(m_label);
    addShadow(this);
    hide();
}

void addShadow(QWidget* card) {
    auto* shadow = new QGraphicsDropShadowEffect(card);
    shadow->setBlurRadius(18);
    shadow->setOffset(0, 3);
    shadow->setColor(QColor(0, 0, 0, 60));
    card->setGraphicsEffect(shadow);
}

void HoverCard::show(const QString& html, const QRect& anchor) {
    const Theme& theme = Theme::instance();
    setStyleSheet(QStringLiteral("#hoverCard { border: 1px solid %1; background: %2; border-radius: 6px; }")
                      .arg(theme.color(Theme::Role::Border).name(), theme.color(Theme::Role::Surface).name()));
    m_label->setText(html);
    const int most = std::min(460, parentWidget()->width() - 16);
    m_label->setWordWrap(false);
    const int natural = m_label->sizeHint().width();
    m_label->setWordWrap(true);
    const int width = std::min(natural + 4, most - 24);
    m_label->setFixedWidth(width);
    resize(width + 24, m_label->heightForWidth(width) + 18);
    QPoint where = anchor.bottomLeft() + QPoint(0, 6);
    if (where.y() + height() > parentWidget()->height()) {
        where.setY(std::max(0, anchor.top() - height() - 6));
    }
    where.setX(std::clamp(where.x(), 0, std::max(0, parentWidget()->width() - this->width() - 8)));
    move(where);
    QFrame::show();
    raise();
}

} // namespace sw::ui
