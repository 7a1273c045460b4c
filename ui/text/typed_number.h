#pragma once

#include <QLocale>
#include <QString>

#include <string>
#include <vector>

namespace moelab {

/// The numbers that a typed text may mean: in `locale`, with and without separators of thousands, and with a
/// decimal point as files have it. Mostly one; none if it is not a number, two if both ways of reading it make
/// sense: "1.000" in German.
std::vector<double> readingsOf(const QString& text, const QLocale& locale = QLocale());

/// The number that a person typed.
/// @param subject the field or parameter that messages name
/// @param example of what may be typed
/// @throws Error naming `subject` and the text, if it is not a number or may mean two
double typedNumber(const QString& text, const std::string& subject, const QLocale& locale = QLocale(),
                   double example = 0.001);

/// A number as typedNumber reads it in the same locale: without separators of thousands.
QString numberText(double value, const QLocale& locale = QLocale());

} // namespace moelab
