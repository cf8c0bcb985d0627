#pragma once

#include "ui/theme/theme.h"

#include <map>

namespace sw::ui {

/// What a scheme is after "System" was resolved.
enum class ResolvedScheme { Light, Dark, HighContrastLight, HighContrastDark };

struct ColorTable {
    std::map<Theme::Role, QColor> roles;
    double stageLightness = 0.55; ///< OKLCH, of stageColor()
    double stageChroma = 0.15;
    double tintAmount = 0.08;     ///< how much stage colour a tint has over Surface
};

const ColorTable& colorTable(ResolvedScheme scheme);

} // namespace sw::ui
