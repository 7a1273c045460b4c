#pragma once

#include "config/parameter_table.h"
#include "session/core_words.h"

#include <QString>

namespace moelab {

/// A parameter's default in one line, class groups by their names.
QString defaultText(const ParameterInfo& info);
/// "learning_rate=0.003 epochs=5" as "Learning rate 0.003, Epochs 5".
QString settingText(const std::string& assignments);
/// Whether every run decides a parameter for its machine, so that what it has was chosen by nobody.
bool isDecidedByRun(std::string_view name);
/// Help, range, unit and default, for people.
QString helpOf(const ParameterInfo& info);

} // namespace moelab
