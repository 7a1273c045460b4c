#pragma once

#include <QString>
#include <QStringList>

namespace moelab {

/// One line of RFC 4180, with its end.
QString csvLine(const QStringList& cells);

/// With a decimal point in every locale, and as many digits as tell all floats apart.
QString nineDigits(double value);

} // namespace moelab
