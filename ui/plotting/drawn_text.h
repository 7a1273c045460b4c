#pragma once

#include <QString>

namespace moelab {

/// For what draws text into a file. @throws Error if no font is installed that has letters, so that boxes would be
/// drawn in their place
void requireFonts();

/// Characters that neither HTML nor XML takes become U+FFFD.
QString withoutControls(QString text);

} // namespace moelab
