#pragma once

class QApplication;

namespace moelab {

/// From here on the wheel changes a choice, number or slider only after a click or key gave it the focus, and never
/// a tab; else it scrolls what is around, so that nobody changes a parameter or leaves a view on the way past it.
void keepWheelForScrolling(QApplication& application);

} // namespace moelab
