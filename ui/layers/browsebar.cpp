#include "ui/layers/browsebar.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace sw::ui {

using namespace Qt::StringLiterals;

BrowseBar::BrowseBar(QWidget* parent) : QFrame(parent), m_title(new QLabel(this)), m_remark(new QLabel(this)), m_back(new QToolButton(this)) {
    Theme::setVariant(this, "panel", u"bar"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    Theme::setVariant(m_title, "tone", u"strong"_s);
    row->addWidget(m_title);
    Theme::setVariant(m_remark, "tone", u"muted"_s);
    m_remark->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_remark, 1);
    Theme::setVariant(m_back, "kind", u"chip"_s);
    row->addWidget(m_back);
    connect(m_back, &QToolButton::clicked, this, &BrowseBar::backClicked);
    hide();
}

void BrowseBar::showOpening(const QString& what) {
    m_title->setText(tr("Opening %1…").arg(what));
    m_remarkText.clear();
    m_back->setText(tr("Stop"));
    render();
    show();
}

void BrowseBar::showBrowsed(const QString& title, const QString& remark, bool canGoBack) {
    m_title->setText(title);
    m_remarkText = remark;
    m_back->setText(canGoBack ? tr("Back to the last build") : tr("Close"));
    render();
    show();
}

QString BrowseBar::text() const { return m_remarkText.isEmpty() ? m_title->text() : m_title->text() + u" · "_s + m_remarkText; }

void BrowseBar::render() {
    m_remark->setToolTip(m_remarkText);
    m_remark->setText(m_remark->fontMetrics().elidedText(m_remarkText, Qt::ElideRight, m_remark->width()));
}

void BrowseBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    QMetaObject::invokeMethod(this, &BrowseBar::render, Qt::QueuedConnection); // when the label has its width
}

} // namespace sw::ui
