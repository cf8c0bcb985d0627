#include "ui/theme/colorwheel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace sw::ui {
namespace {

struct LinearRgb {
    double r, g, b;
    bool inGamut() const {
        constexpr double kSlack = 0.0005;
        const auto ok = [](double v) { return v >= -kSlack && v <= 1.0 + kSlack; };
        return ok(r) && ok(g) && ok(b);
    }
};

LinearRgb linearFromOklch(double lightness, double chroma, double hue) {
    const double radians = hue * std::numbers::pi / 180.0;
    const double a = chroma * std::cos(radians);
    const double b = chroma * std::sin(radians);
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

double encode(double linear) {
    const double v = std::clamp(linear, 0.0, 1.0);
    return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1.0 / 2.4) - 0.055;
}

double decode(double encoded) {
    return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * decode(color.redF()) + 0.7152 * decode(color.greenF()) + 0.0722 * decode(color.blueF());
}

} // namespace

QColor oklch(double lightness, double chroma, double hue) {
    LinearRgb rgb = linearFromOklch(lightness, chroma, hue);
    while (!rgb.inGamut() && chroma > 0.0) {
        chroma -= 0.002;
        rgb = linearFromOklch(lightness, std::max(chroma, 0.0), hue);
    }
    return QColor::fromRgbF(static_cast<float>(encode(rgb.r)), static_cast<float>(encode(rgb.g)),
                            static_cast<float>(encode(rgb.b)));
}

QColor wheelColor(std::size_t index, double lightness, double chroma) {
    static constexpr std::array<double, 10> kHues{165, 270, 50, 195, 295, 75, 350, 245, 100, 325};
    const std::size_t turn = index / kHues.size();
    const double hue = kHues[index % kHues.size()] + 12.0 * static_cast<double>(turn % 3);
    return oklch(lightness, chroma, std::fmod(hue, 360.0));
}

double contrastRatio(const QColor& a, const QColor& b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace sw::ui
