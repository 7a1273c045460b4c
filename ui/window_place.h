#pragma once

class QByteArray;
class QSize;
class QWidget;

namespace moelab {

/// Puts a window where it was (see QWidget::saveGeometry), but wholly on a screen that exists: the one it was on
/// may be gone, or smaller now. One that was nowhere yet gets a size, or as much of it as the screen has.
void placeWindow(QWidget& window, const QByteArray& geometry, const QSize& size);

} // namespace moelab
