#include "ui/theme/sections.h"

#include "ui/theme/theme.h"

#include <QAbstractItemModel>
#include <QFontMetrics>
#include <QHeaderView>

#include <algorithm>

namespace sw::ui {

void fitSection(QHeaderView* header, int column, int width) {
    constexpr int kAround = 18;
    constexpr int kAroundWithArrow = 32;
    const QString title = header->model()->headerData(column, Qt::Horizontal).toString();
    header->resizeSection(column, std::max(width, QFontMetrics(Theme::instance().uiFont()).horizontalAdvance(title) +
                                                      (header->isSortIndicatorShown() ? kAroundWithArrow : kAround)));
}

} // namespace sw::ui
