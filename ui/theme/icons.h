#pragma once

#include "ui/theme/theme.h"

#include <QIconEngine>

namespace sw::ui {

/// Paints a one-colour SVG of resources/icons in the theme's current colour: an icon made once follows every theme change
/// and every scale factor. The drawings use `currentColor` only.
class ThemedIconEngine : public QIconEngine {
public:
    ThemedIconEngine(QString name, Theme::IconTint tint);
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QIconEngine* clone() const override;

private:
    QString m_name;
    Theme::IconTint m_tint;
    QByteArray m_svg;
};

} // namespace sw::ui
