#include "ui/shell/noticebar.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace sw::ui {

using namespace Qt::StringLiterals;

namespace {

QString iconName(Notice::Kind kind) {
    switch (kind) {
    case Notice::Kind::Info: return u"info"_s;
    case Notice::Kind::Success: return u"check"_s;
    case Notice::Kind::Warning: return u"warning"_s;
    case Notice::Kind::Error: return u"error"_s;
    case Notice::Kind::Busy: return u"clock"_s;
    }
    return {};
}

Theme::Role roleOf(Notice::Kind kind) {
    switch (kind) {
    case Notice::Kind::Success: return Theme::Role::Hit;
    case Notice::Kind::Warning: return Theme::Role::Warning;
    case Notice::Kind::Error: return Theme::Role::Failed;
    default: return Theme::Role::Accent;
    }
}

/// One notice: a coloured edge, an icon, the sentence, actions. The edge is drawn, so that it follows the theme.
class NoticeRow : public QFrame {
public:
    NoticeRow(Notice::Kind kind, QWidget* parent) : QFrame(parent), m_kind(kind) { setMinimumHeight(40); }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = Theme::instance();
        const QColor color = theme.color(roleOf(m_kind));
        QPainter painter(this);
        painter.fillRect(rect(), Theme::blend(theme.color(Theme::Role::Surface), color, theme.isDark() ? 0.12 : 0.07));
        painter.fillRect(QRect(0, 0, 3, height()), color);
        painter.fillRect(QRect(0, height() - 1, width(), 1), theme.color(Theme::Role::Border));
    }

private:
    Notice::Kind m_kind;
};

} // namespace

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    setVisible(false);
}

void NoticeBar::show(const QString& id, Notice notice) {
    QWidget* row = makeRow(id, notice);
    if (QWidget* old = m_rows.value(id)) {
        m_layout->replaceWidget(old, row);
        old->hide();
        old->deleteLater();
    } else {
        m_layout->addWidget(row);
    }
    m_rows[id] = row;
    m_texts[id] = notice.text + (notice.detail.isEmpty() ? QString() : u" "_s + notice.detail);
    setVisible(true);
    if (notice.kind != Notice::Kind::Busy) {
        QAccessibleEvent event(row, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void NoticeBar::remove(const QString& id) {
    if (QWidget* row = m_rows.take(id)) {
        m_texts.remove(id);
        row->hide();
        row->deleteLater();
    }
    setVisible(!m_rows.isEmpty());
}

QString NoticeBar::text(const QString& id) const { return m_texts.value(id); }

QWidget* NoticeBar::makeRow(const QString& id, const Notice& notice) {
    auto* row = new NoticeRow(notice.kind, this);
    row->setAccessibleName(notice.text);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(16, 4, 8, 4);
    layout->setSpacing(8);
    auto* icon = new QLabel(row);
    icon->setPixmap(Theme::instance().icon(iconName(notice.kind)).pixmap(16, 16));
    layout->addWidget(icon);
    auto* text = new QLabel(notice.text, row);
    text->setTextFormat(Qt::PlainText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    Theme::setVariant(text, "tone", u"strong"_s);
    text->setMinimumWidth(80);
    text->setSizePolicy(notice.detail.isEmpty() ? QSizePolicy::Ignored : QSizePolicy::Maximum, QSizePolicy::Preferred);
    text->setWordWrap(notice.detail.isEmpty());
    text->setToolTip(notice.text);
    layout->addWidget(text, notice.detail.isEmpty() ? 1 : 0);
    if (!notice.detail.isEmpty()) {
        auto* detail = new QLabel(notice.detail, row);
        detail->setTextFormat(Qt::PlainText);
        detail->setWordWrap(true);
        detail->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        detail->setToolTip(notice.detail);
        Theme::setVariant(detail, "tone", u"muted"_s);
        layout->addWidget(detail, 1);
    }
    if (notice.kind == Notice::Kind::Busy) {
        auto* progress = new QProgressBar(row);
        progress->setRange(0, notice.percent < 0 ? 0 : 100);
        progress->setValue(notice.percent);
        progress->setTextVisible(false);
        progress->setFixedWidth(160);
        layout->addWidget(progress);
    }
    for (const NoticeAction& action : notice.actions) {
        auto* button = new QPushButton(action.text, row);
        if (action.primary) {
            Theme::setVariant(button, "kind", u"primary"_s);
        }
        connect(button, &QPushButton::clicked, this, [this, id, action, button] {
            if (!action.keepsNotice) {
                remove(id);
            }
            action.run(action.keepsNotice ? button : nullptr);
        });
        layout->addWidget(button);
    }
    if (notice.closable) {
        auto* close = new QToolButton(row);
        close->setIcon(Theme::instance().icon(u"close"_s, Theme::IconTint::Muted));
        close->setToolTip(tr("Dismiss"));
        close->setAccessibleName(tr("Dismiss"));
        connect(close, &QToolButton::clicked, this, [this, id] { remove(id); });
        layout->addWidget(close);
    }
    return row;
}

} // namespace sw::ui
