#pragma once

#include "base/json.h"
#include "config/parameter_table.h"

#include <QString>

#include <exception>

namespace moelab {

// What the core and its files call by names, in the words of the window.

/// A text of the parameter table.
inline QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// The same where a person reads it: core's texts are English, these in the person's language.
QString translated(std::string_view text);

/// "Batch size"
QString labelOf(const ParameterInfo& info);
/// The same by its name in files, and of "data"; what is no parameter stays as it is.
QString labelOf(std::string_view name);
/// A parameter's value as the form has it: "automatic" where 0 means that.
/// @param name as in files; what is no parameter has the values that it is given
QString valueWords(std::string_view name, const Json& value);

/// A message of the core with parameters called as in the form, and stages as on the board.
QString inForm(const QString& message);
/// What an error of the core says, in those words.
QString messageOf(const std::exception& problem);

} // namespace moelab
