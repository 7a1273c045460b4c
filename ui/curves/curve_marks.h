#pragma once

#include <qcustomplot.h>

namespace moelab {

// How each kind of line and mark of a learning curve is drawn, in a colour. Members differ by the shapes of their
// marks, too: prints may be grey.

QPen trainingPen(const QColor& colour);
QPen validationPen(const QColor& colour);
/// @param member its place in the palette
QCPScatterStyle trainingMark(const QColor& colour, int member = 0);
QCPScatterStyle validationMark(const QColor& colour, int member = 0);
QCPScatterStyle bestMark(const QColor& colour);
QCPScatterStyle earlyStopMark(const QColor& colour);

} // namespace moelab
