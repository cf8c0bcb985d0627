#pragma once

#include <QColor>

#include <cstddef>

namespace sw::ui {

/// OKLCH (Björn Ottosson, "A perceptual color space for image processing"): equal `lightness` looks equally light whatever
/// the hue. Chroma is lowered until the colour exists in sRGB. lightness 0..1, hue in degrees.
QColor oklch(double lightness, double chroma, double hue);

/// The stage wheel. Ten hues in an order in which neighbours are far apart also for protan and deutan eyes (Machado et al. 2009,
/// severity 1); later stages start over with a shifted hue. The name always stands beside the colour.
QColor wheelColor(std::size_t index, double lightness, double chroma);

/// WCAG 2.2 contrast ratio of two opaque colours, 1..21.
double contrastRatio(const QColor& a, const QColor& b);

} // namespace sw::ui
