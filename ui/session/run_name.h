#pragma once

#include <QString>

namespace moelab {

/// What a person calls a run, else its folder's name; also of a run that is gone.
QString nameOfRun(const QString& folder);

/// The same as a part of a file's name: a person's name as fileNameOf has it, else the folder's as it is.
QString fileNameOfRun(const QString& folder);

} // namespace moelab
