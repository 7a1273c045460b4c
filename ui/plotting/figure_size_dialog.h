#pragma once

#include "plotting/figure.h"

#include <optional>

class QWidget;

namespace moelab {

/// Asks for a picture's size and resolution, proposing the last answer. @returns nothing if a person cancels
std::optional<FigureSize> askFigureSize(QWidget* parent);

} // namespace moelab
