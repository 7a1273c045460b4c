#pragma once

#include "experiment/heat_map.h"

#include <QImage>
#include <QString>

namespace moelab {

/// The values between which a map's colours run: for Grad-CAM 0 and 1, for occlusion as far from 0 on both sides as
/// its strongest place, and at least a tenth of a percentage point.
struct HeatRange {
    float low = 0;
    float high = 1;
};
HeatRange rangeOf(const HeatMap& map, HeatMapKind kind);

/// Orange is evidence for the class, blue against it; the same in light and dark. @param strength -1..1
QColor heatColour(float strength);

/// A map laid over its picture, which turns grey so that all colour is the map's.
/// @param picture of the map's size. @param opacity 0..1, of the strongest place
QImage overlaid(const QImage& picture, const HeatMap& map, HeatMapKind kind, double opacity);

/// The map in one sentence with its numbers and where they lie, for those who do not see it.
QString wordsFor(const HeatMap& map, HeatMapKind kind);

} // namespace moelab
