#pragma once

#include <QImage>

namespace moelab {

/// A picture as it is shown in a square of so many pixels: on whole pixels where it is smaller, else made smaller.
QImage shownIn(int side, const QImage& picture);

} // namespace moelab
