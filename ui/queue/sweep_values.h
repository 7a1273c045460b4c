#pragma once

#include "config/parameter_table.h"
#include "sweep/sweep_plan.h"

#include <QString>

namespace moelab {

/// Reads what a person types as the values of a varied parameter: numbers ("3, 5"), names of its choices, JSON of
/// the others, or a range to draw from ("0.0001..0.01", or with "log" behind it). Values are parted by commas or
/// semicolons. Numbers are read as typedNumber reads them; a comma between digits parts values where it can be
/// nothing else.
/// @throws Error naming the parameter and the part that is none of these, or may mean two
VariedParameter variedFrom(const ParameterInfo& info, const QString& text);

} // namespace moelab
