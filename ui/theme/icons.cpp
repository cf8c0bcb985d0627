#include "ui/theme/icons.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace sw::ui {
namespace {

QColor tintColor(const Theme& theme, Theme::IconTint tint, QIcon::Mode mode) {
    if (mode == QIcon::Disabled) {
        return Theme::blend(theme.color(Theme::Role::Surface), theme.color(Theme::Role::TextMuted), 0.5);
    }
    switch (tint) {
    case Theme::IconTint::Text: return theme.color(Theme::Role::Text);
    case Theme::IconTint::Muted: return theme.color(Theme::Role::TextMuted);
    case Theme::IconTint::OnAccent: return theme.color(Theme::Role::AccentText);
    case Theme::IconTint::Accent: return theme.color(Theme::Role::Accent);
    }
    return theme.color(Theme::Role::Text);
}

} // namespace

ThemedIconEngine::ThemedIconEngine(QString name, Theme::IconTint tint) : m_name(std::move(name)), m_tint(tint) {
    QFile file(QStringLiteral(":/stagewright/icons/%1.svg").arg(m_name));
    if (file.open(QIODevice::ReadOnly)) {
        m_svg = file.readAll();
    } else {
        qWarning("no icon '%s'", qPrintable(m_name));
    }
}

void ThemedIconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) {
    QByteArray svg = m_svg;
    svg.replace("currentColor", tintColor(Theme::instance(), m_tint, mode).name().toLatin1());
    QSvgRenderer renderer(svg);
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    renderer.render(painter, rect);
}

QPixmap ThemedIconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    return pixmap;
}

QIconEngine* ThemedIconEngine::clone() const {
    return new ThemedIconEngine(m_name, m_tint);
}

} // namespace sw::ui
