#pragma once

#include "config/parameter_table.h"
#include "session/core_words.h"

#include <QString>

namespace moelab {

/// A parameter's default in one line, class groups by their names.
QString defaultText(const ParameterInfo& info);
/// "learning_rate=0.003 epochs=5" as "Learning rate 0.003, Epochs 5".
QString settingText(const std::string& assignments);
/// Help, range, unit and default, for people.
QString helpOf(const ParameterInfo& info);

} // namespace moelab
