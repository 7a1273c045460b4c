#include "curves/curve_marks.h"

#include <array>

namespace moelab {
namespace {

QCPScatterStyle::ScatterShape shapeOf(int member) {
    static constexpr std::array kShapes = {QCPScatterStyle::ssCircle,   QCPScatterStyle::ssSquare,
                                           QCPScatterStyle::ssTriangle, QCPScatterStyle::ssTriangleInverted,
                                           QCPScatterStyle::ssPlus,     QCPScatterStyle::ssStar};
    return kShapes[static_cast<std::size_t>(member) % kShapes.size()];
}

} // namespace

QPen trainingPen(const QColor& colour) { return QPen(colour, 1, Qt::DashLine); }
QPen validationPen(const QColor& colour) { return QPen(colour, 2); }

QCPScatterStyle trainingMark(const QColor& colour, int member) {
    return QCPScatterStyle(shapeOf(member), QPen(colour), QBrush(), 5);
}

QCPScatterStyle validationMark(const QColor& colour, int member) {
    return QCPScatterStyle(shapeOf(member), QPen(colour), QBrush(colour), 7);
}

QCPScatterStyle bestMark(const QColor& colour) {
    return QCPScatterStyle(QCPScatterStyle::ssDiamond, QPen(colour), QBrush(colour), 13);
}

QCPScatterStyle earlyStopMark(const QColor& colour) {
    return QCPScatterStyle(QCPScatterStyle::ssCross, QPen(colour, 2), QBrush(), 11);
}

} // namespace moelab
