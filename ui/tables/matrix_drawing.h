#pragma once

#include <QModelIndex>
#include <QPoint>
#include <QSize>

class QItemSelectionModel;
class QPainter;
class QPalette;

namespace moelab {

class MatrixLayout;
class MatrixModel;

/// What of a matrix is seen, and what is marked in it.
struct MatrixLook {
    QPoint offset = {};                          ///< by how much it is scrolled; the names stay in sight
    QSize size = {};                             ///< of what it is drawn on
    int hidden = 0;                              ///< at the top of that, so the columns' names stand below it
    const QItemSelectionModel* chosen = nullptr; ///< cells with a frame
    QModelIndex current = {};                    ///< a cell with the keyboard's focus
};

void drawMatrix(QPainter& painter, const MatrixModel& model, const MatrixLayout& layout, const MatrixLook& look,
                const QPalette& colours);

} // namespace moelab
