#pragma once

#include <QString>

namespace moelab {

/// What a person calls a run, else its folder's name; also of a run that is gone.
QString nameOfRun(const QString& folder);

} // namespace moelab
