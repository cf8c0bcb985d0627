#pragma once

#include "ui/session/documentsession.h"

#include <QColor>
#include <QRectF>

class QPainter;

namespace sw::ui {

/// Draws the glyph of a state (ui.md, "States") as a shape, not as a character: the same size and place whatever the font.
/// The shape fills the middle of `box`; about 8 px across at normal size. `phase` 0..1 turns the running glyph.
void paintStateGlyph(QPainter& painter, const QRectF& box, StepDisplay display, const QColor& color, double phase = 0.0);

} // namespace sw::ui
