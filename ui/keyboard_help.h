#pragma once

class QMainWindow;

namespace moelab {

/// Lists the keys of a window's actions, menu by menu, as the actions themselves have them. Does not wait for an
/// answer.
void showKeyboardHelp(QMainWindow& window);

} // namespace moelab
