#pragma once

#include "config/parameter_table.h"

#include <QString>

namespace moelab {

/// A text of the parameter table.
inline QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// The same where a person reads it: core's texts are English, these in the person's language.
QString translated(std::string_view text);

/// A parameter's default in one line, class groups by their names.
QString defaultText(const ParameterInfo& info);
/// "Batch size"
QString labelOf(const ParameterInfo& info);
/// The same by its name in files; what is none, such as "data", stays as it is.
QString labelOf(std::string_view name);
/// "learning_rate=0.003 epochs=5" as "Learning rate 0.003, Epochs 5".
QString settingText(const std::string& assignments);
/// A message of the core, which calls parameters what files do, as the form calls them.
QString inForm(const QString& message);
/// Help, range, unit and default, for people.
QString helpOf(const ParameterInfo& info);

} // namespace moelab
