#pragma once

#include "plotting/figure.h"

namespace moelab {

class Settings;

/// What a figure's height follows, beside shapes, which are widths as parts of heights.
inline constexpr double kFittingHeight = 0;
inline constexpr double kFreeHeight = -1;

/// How figures are taken away: as the dialog kept it, and all at once after it.
struct FigureChoices {
    static constexpr int kOneColumn = 85; ///< mm, as in most journals
    static constexpr int kTwoColumns = 174;
    static constexpr int kLeastSide = 20;
    static constexpr int kMostSide = 1000;

    int width = kOneColumn; ///< mm
    double shape = kFittingHeight;
    int height = kOneColumn; ///< mm, where it is free
    int points = 8;
    int dpi = 300;

    /// What was chosen last; of damaged settings, these.
    static FigureChoices kept(const Settings& settings);
    void keep(Settings& settings) const;
    /// The paper of a figure.
    FigureFormat formatFor(const Figure& figure) const;
};

} // namespace moelab
