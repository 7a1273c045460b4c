#pragma once

class QApplication;

namespace moelab {

/// From here on the wheel changes a choice, number, slider or tab only after a click or key gave it the focus; else
/// it scrolls what is around, so that nobody changes a parameter on the way past it.
void keepWheelForScrolling(QApplication& application);

} // namespace moelab
