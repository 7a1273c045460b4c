#include "exporting/figure_choices.h"

#include "session/settings.h"

#include <algorithm>

namespace moelab {
namespace {

constexpr double kFlattest = 10; // shapes beyond it are no person's choice

QString keyOf(const char* name) { return QLatin1String("figures/") + QLatin1String(name); }

} // namespace

FigureChoices FigureChoices::kept(const Settings& settings) {
    FigureChoices choices;
    const auto number = [&](const char* name, int least, int most, int other) {
        return settings.number(keyOf(name), least, most, other);
    };
    choices.width = number("width", kLeastSide, kMostSide, choices.width);
    choices.height = number("height", kLeastSide, kMostSide, choices.height);
    choices.points = number("points", 4, 36, choices.points);
    choices.dpi = number("dpi", 72, 1200, choices.dpi);
    const double shape = settings.value(keyOf("shape")).toDouble();
    if (shape == kFreeHeight || (shape >= 1 / kFlattest && shape <= kFlattest))
        choices.shape = shape;
    return choices;
}

void FigureChoices::keep(Settings& settings) const {
    settings.setValue(keyOf("width"), width);
    settings.setValue(keyOf("shape"), shape);
    settings.setValue(keyOf("height"), height);
    settings.setValue(keyOf("points"), points);
    settings.setValue(keyOf("dpi"), dpi);
}

FigureFormat FigureChoices::formatFor(const Figure& figure) const {
    FigureFormat format{width, height, points, dpi};
    if (shape == kFittingHeight)
        format.height = millimetresFor(figure.figureHeight(layoutPixels(width), paperFont(points)));
    else if (shape != kFreeHeight)
        format.height = qRound(width / shape);
    format.height = std::clamp(format.height, kLeastSide, kMostSide);
    return format;
}

} // namespace moelab
