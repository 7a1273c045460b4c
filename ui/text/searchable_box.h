#pragma once

class QComboBox;

namespace moelab {

/// Lets more names than a list shows at once be searched by typing any part of one; what is none of them leaves the
/// choice as it is. Of fewer, the box stays one to choose from. To be called whenever its names have changed.
void searchWhereMany(QComboBox& box);

} // namespace moelab
