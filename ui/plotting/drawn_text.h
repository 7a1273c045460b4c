#pragma once

#include <QString>

namespace moelab {

/// For what draws text into a file. @throws Error if no font is installed that has letters, so that boxes would be
/// drawn in their place
void requireFonts();

/// Characters that neither HTML nor XML takes become U+FFFD; marks that turn the direction of what follows are left
/// out.
QString withoutControls(QString text);

} // namespace moelab
