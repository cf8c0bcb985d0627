#pragma once

#include "core/analysis/treemap.h"

#include <QColor>
#include <QImage>

#include <functional>

namespace sw::ui {

/// A treemap drawn as cushions (van Wijk, van de Wetering): each tile bulges within that of its folder and is lit from the upper left,
/// so that what belongs together is seen without frames. Linear in the pixels. `ratio`: device pixels of one of the
/// layout. `ambient`: the part of the light that comes from everywhere.
QImage cushionImage(const analysis::FileTree& tree, const std::vector<analysis::TreemapTile>& tiles, QSize size, double ratio, const QColor& ground, double ambient,
                    const std::function<QColor(analysis::FileTree::Id)>& colorOf);

} // namespace sw::ui
