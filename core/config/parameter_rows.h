#pragma once

#include "config/parameter_table.h"

#include <vector>

namespace moelab {

/// What parameterTable() returns.
const std::vector<ParameterInfo>& parameterRows();

} // namespace moelab
