#pragma once

#include <QIcon>

namespace moelab {

/// An icon of resources/icons, in the palette's colour of text: it follows the theme by itself, since it is drawn
/// again whenever it is asked for. The program's own icon, "moelab", keeps its colours.
/// @param name a file's name without ".svg"
QIcon icon(const char* name);

} // namespace moelab
