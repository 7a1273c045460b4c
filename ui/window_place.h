#pragma once

class QByteArray;
class QWidget;

namespace moelab {

/// Puts a window where it was (see QWidget::saveGeometry), but wholly on a screen that exists: the one it was on
/// may be gone, or smaller now.
/// @returns false if the bytes say nothing
bool restorePlace(QWidget& window, const QByteArray& geometry);

} // namespace moelab
