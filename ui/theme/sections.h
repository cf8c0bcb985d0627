#pragma once

class QHeaderView;

namespace sw::ui {

/// A column as wide as `width`, or as its title needs in this language, with room for the arrow of the order where there is one.
void fitSection(QHeaderView* header, int column, int width);

} // namespace sw::ui
