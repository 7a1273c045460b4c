#pragma once

#include <vector>

class QWidget;

namespace moelab {

/// Gives the keyboard to the next panel: to what had it there last, else to the first that takes it.
/// @param panels in order, in a circle. @param step 1, or -1 for the one before
void focusNextPanel(const std::vector<QWidget*>& panels, int step);

} // namespace moelab
