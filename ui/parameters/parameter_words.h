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
/// Help, range, unit and default, for people.
QString helpOf(const ParameterInfo& info);

} // namespace moelab
