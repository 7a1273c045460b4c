#include "inspector/heat_overlay.h"

#include "base/percent.h"

#include <QColor>
#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr float kLeastRange = 0.001F;

struct HeatWords {
    Q_DECLARE_TR_FUNCTIONS(HeatOverlay)
};

QString placeOf(const HeatMap& map, std::size_t index) {
    const int row = 3 * (static_cast<int>(index) / map.width) / map.height;
    const int column = 3 * (static_cast<int>(index) % map.width) / map.width;
    const QString places[3][3] = {
        {HeatWords::tr("upper left"), HeatWords::tr("top"), HeatWords::tr("upper right")},
        {HeatWords::tr("left"), HeatWords::tr("middle"), HeatWords::tr("right")},
        {HeatWords::tr("lower left"), HeatWords::tr("bottom"), HeatWords::tr("lower right")}};
    return places[row][column];
}

QString points(float share) { return QString::number(inPercent(static_cast<double>(share)), 'f', 1); }

} // namespace

HeatRange rangeOf(const HeatMap& map, HeatMapKind kind) {
    if (kind == HeatMapKind::GradCam)
        return {0, 1};
    float strongest = kLeastRange;
    for (const float value : map.values)
        strongest = std::max(strongest, std::abs(value));
    return {-strongest, strongest};
}

QColor heatColour(float strength) { return strength < 0 ? QColor(0x1f, 0x8f, 0xff) : QColor(0xff, 0x7a, 0x00); }

QImage overlaid(const QImage& picture, const HeatMap& map, HeatMapKind kind, double opacity) {
    const float strongest = rangeOf(map, kind).high;
    QImage result(map.width, map.height, QImage::Format_RGB32);
    for (int y = 0; y < map.height; ++y)
        for (int x = 0; x < map.width; ++x) {
            const float strength = map.values[static_cast<std::size_t>(qsizetype{y} * map.width + x)] / strongest;
            const double share = opacity * static_cast<double>(std::abs(strength));
            const int grey = qGray(picture.pixel(x, y));
            const QColor colour = heatColour(strength);
            const auto blend = [&](int part) {
                return static_cast<int>(std::lround(grey + share * (part - grey)));
            };
            result.setPixel(x, y, qRgb(blend(colour.red()), blend(colour.green()), blend(colour.blue())));
        }
    return result;
}

QString wordsFor(const HeatMap& map, HeatMapKind kind) {
    const auto [least, most] = std::ranges::minmax_element(map.values);
    const QString where = placeOf(map, static_cast<std::size_t>(most - map.values.begin()));
    if (kind == HeatMapKind::GradCam)
        return *most > 0 ? HeatWords::tr("The strongest evidence for the class is here: %1.").arg(where)
                         : HeatWords::tr("No region of the last convolution is evidence for the class.");
    if (std::max(std::abs(*least), std::abs(*most)) < kLeastRange)
        return HeatWords::tr("Covering a region changes the confidence by less than 0.1 percentage points.");
    QString words =
        *most > 0 ? HeatWords::tr("Covering this region lowers the confidence most: %1, %2 percentage points.")
                        .arg(where, points(*most))
                  : HeatWords::tr("Covering any region raises the confidence.");
    if (*least < 0)
        words += QLatin1Char(' ') +
                 HeatWords::tr("Covering this region raises it most: %1, %2.")
                     .arg(placeOf(map, static_cast<std::size_t>(least - map.values.begin())), points(-*least));
    return words;
}

} // namespace moelab
