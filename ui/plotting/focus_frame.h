#pragma once

class QPainter;
class QPalette;
class QRect;

namespace moelab {

/// Says of what a widget draws itself that the keyboard is there: a frame just inside `place`.
void drawFocusFrame(QPainter& painter, const QRect& place, const QPalette& palette);

} // namespace moelab
