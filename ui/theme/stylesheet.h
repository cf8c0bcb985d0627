#pragma once

#include <QProxyStyle>
#include <QString>

namespace sw::ui {

class Theme;

/// The application style sheet in the colours of `theme`.
QString styleSheetOf(const Theme& theme);

/// Fusion with calmer metrics and check boxes that stand out from any ground. Colours come from the palette, frames from the style sheet.
class AppStyle : public QProxyStyle {
    Q_OBJECT
public:
    AppStyle();
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returnData) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
};

} // namespace sw::ui
