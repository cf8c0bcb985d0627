#include "ui/build/emptyview.h"

#include "ui/theme/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace sw::ui {

EmptyView::EmptyView(const QString& title, const QString& hint, QWidget* parent)
    : QWidget(parent), m_title(new QLabel(title, this)), m_hint(new QLabel(hint, this)) {
    Theme::setVariant(this, "panel", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    Theme::setVariant(m_title, "tone", QStringLiteral("strong"));
    Theme::setVariant(m_hint, "tone", QStringLiteral("muted"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(8);
    layout->addStretch(2);
    for (QLabel* label : {m_title, m_hint}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    layout->addStretch(3);
}

void EmptyView::setTexts(const QString& title, const QString& hint) {
    m_title->setText(title);
    m_hint->setText(hint);
}

} // namespace sw::ui
