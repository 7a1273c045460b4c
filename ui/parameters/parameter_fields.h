#pragma once

#include "parameters/parameter_editor.h"

namespace moelab {

/// @param info has to live as long
ParameterEditor* makeEditor(const ParameterInfo& info);

} // namespace moelab
