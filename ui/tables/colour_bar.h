#pragma once

#include <QColor>
#include <QString>

#include <functional>

class QFontMetrics;
class QPainter;
class QPalette;
class QRect;

namespace moelab {

/// What the shades of a matrix stand for.
struct ColourScale {
    QString title;  ///< "share of the true class (%)"
    double low = 0; ///< in what the title says
    double high = 100;
    std::function<QColor(double value, const QPalette& colours)> colour;
};

/// @returns the room that a bar with its numbers and title needs beside a matrix
int colourBarWidth(const ColourScale& scale, const QFontMetrics& metrics);

/// The same below one, where the bar lies.
int colourBarHeight(const QFontMetrics& metrics);

/// Draws the scale from its low end at the bottom to its high end at the top, numbers at the right of it.
/// @param place as wide as colourBarWidth; the bar is as high
/// @param lies from the left to the right, numbers below it; the place is as high as colourBarHeight
void drawColourBar(QPainter& painter, const ColourScale& scale, const QRect& place, bool lies,
                   const QPalette& colours);

} // namespace moelab
