#include "ui/layers/cushions.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace sw::ui {

namespace {

/// The height above a tile: a parabola in x and one in y, summed over its folders.
struct Surface {
    double x1 = 0, x2 = 0, y1 = 0, y2 = 0; ///< coefficients of x, x², y, y²

    void add(const analysis::TreemapTile& tile, double height) {
        const double right = tile.x + tile.width;
        const double bottom = tile.y + tile.height;
        if (tile.width > 0 && tile.height > 0) {
            x1 += 4 * height * (right + tile.x) / tile.width;
            x2 -= 4 * height / tile.width;
            y1 += 4 * height * (bottom + tile.y) / tile.height;
            y2 -= 4 * height / tile.height;
        }
    }
};

// Light from the upper left, as van Wijk proposes: (1, 2, 10), normalised; a part of the light comes from everywhere.
constexpr double kLightX = -0.09759, kLightY = -0.19518, kLightZ = 0.9759;
constexpr double kHeight = 0.30, kFall = 0.68; ///< of the outermost bulge; of each one inside it

} // namespace

QImage cushionImage(const analysis::FileTree& tree, const std::vector<analysis::TreemapTile>& tiles, QSize size, double ratio, const QColor& ground, double ambient,
                    const std::function<QColor(analysis::FileTree::Id)>& colorOf) {
    QImage image(size * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(ground);
    std::unordered_map<analysis::FileTree::Id, Surface> surfaces;
    for (const analysis::TreemapTile& tile : tiles) { // folders come before what is in them
        Surface surface;
        if (const auto above = surfaces.find(tree.node(tile.id).parent); tile.depth > 0 && above != surfaces.end()) {
            surface = above->second;
        }
        if (tile.depth > 0) {
            surface.add(tile, kHeight * std::pow(kFall, tile.depth - 1));
        }
        if (tile.folder) {
            surfaces.emplace(tile.id, surface);
        }
        const QColor color = colorOf(tile.id);
        const int left = std::max(0, static_cast<int>(std::ceil(tile.x * ratio)));
        const int right = std::min(image.width(), static_cast<int>(std::ceil((tile.x + tile.width) * ratio)));
        const int top = std::max(0, static_cast<int>(std::ceil(tile.y * ratio)));
        const int bottom = std::min(image.height(), static_cast<int>(std::ceil((tile.y + tile.height) * ratio)));
        for (int row = top; row < bottom; ++row) {
            auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
            const double ny = -(2 * surface.y2 * (row + 0.5) / ratio + surface.y1);
            for (int column = left; column < right; ++column) {
                const double nx = -(2 * surface.x2 * (column + 0.5) / ratio + surface.x1);
                const double cosine = (nx * kLightX + ny * kLightY + kLightZ) / std::sqrt(nx * nx + ny * ny + 1);
                const double light = ambient + (1 - ambient) * std::max(0.0, cosine);
                const auto shade = [&](int part) { return std::min(255, static_cast<int>(part * light)); };
                line[column] = qRgb(shade(color.red()), shade(color.green()), shade(color.blue()));
            }
        }
    }
    return image;
}

} // namespace sw::ui
