#pragma once

#include "tables/matrix_layout.h"

namespace moelab {

/// A matrix on paper, with the bar of its shades.
struct MatrixPaper {
    MatrixLayout layout;
    QRect bar;            ///< empty where there is none
    bool barLies = false; ///< below the matrix

    QSize whole() const { return layout.whole().expandedTo({bar.right() + 1, bar.bottom() + 1}); }
};

} // namespace moelab
