#pragma once

#include "plan/stage.h"

#include <vector>

namespace moelab {

/// Where a stage stands in the picture of the mixture, through which an image goes from left to right.
struct BoardPlace {
    int column = 1; ///< 0 is the image's
    int row = 0;
    int rows = 1;
    std::vector<std::size_t> from; ///< the stages whose outputs decide or enter it, by position; none: the image
};

/// @returns one a stage, in their order
std::vector<BoardPlace> boardOf(const std::vector<Stage>& stages);

} // namespace moelab
