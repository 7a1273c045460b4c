#include "tables/cells_as_text.h"
#include "tables/matrix_view.h"

#include <QApplication>
#include <QClipboard>
#include <QMetaMethod>
#include <QMouseEvent>

#include <algorithm>
#include <utility>

// What a person points at and chooses of a matrix.

namespace moelab {

void MatrixView::copyChosen() const {
    if (const QString text = cellsAsText(chosen()); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void MatrixView::mouseMoveEvent(QMouseEvent* event) {
    QTableView::mouseMoveEvent(event);
    const QModelIndex cell = indexAt(event->pos());
    static const QMetaMethod opened = QMetaMethod::fromSignal(&MatrixView::cellsOpened);
    const bool opens = cell.isValid() && isSignalConnected(opened); // else a click leads nowhere
    viewport()->setCursor(opens ? Qt::PointingHandCursor : Qt::ArrowCursor);
    emit hovered(cell.isValid() ? m_matrix.words(cell.row(), cell.column()) : QString());
}

void MatrixView::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    if (std::exchange(m_dragged, false))
        emit cellsChosen();
    const QModelIndex cell = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier && cell.isValid() &&
        chosen() == QModelIndexList{cell})
        emit cellsOpened();
}

bool MatrixView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave)
        emit hovered({});
    return QTableView::viewportEvent(event);
}

void MatrixView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    viewport()->update();
    if (!current.isValid() || m_quiet || !hasFocus())
        return;
    emit hovered(m_matrix.words(current.row(), current.column()));
}

void MatrixView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QTableView::selectionChanged(selected, deselected);
    viewport()->update();
    if (m_quiet)
        return;
    if (state() == DragSelectingState)
        m_dragged = true; // its end is told of, not every cell on the way
    else
        emit cellsChosen();
}

QModelIndex MatrixView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) {
    if (m_matrix.rowCount() == 0)
        return {};
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return m_matrix.index(0, 0);
    const int lastRow = m_matrix.rowCount() - 1;
    const int lastColumn = m_matrix.columnCount() - 1;
    const bool far = modifiers.testFlag(Qt::ControlModifier);
    const int page = std::max(1, viewport()->height() / std::max(1, visualRect(current).height()) - 1);
    const auto at = [&](int row, int column) {
        return m_matrix.index(std::clamp(row, 0, lastRow), std::clamp(column, 0, lastColumn));
    };
    switch (action) {
    case MoveLeft:
    case MovePrevious:
        return at(current.row(), current.column() - 1);
    case MoveRight:
    case MoveNext:
        return at(current.row(), current.column() + 1);
    case MoveUp:
        return at(current.row() - 1, current.column());
    case MoveDown:
        return at(current.row() + 1, current.column());
    case MovePageUp:
        return at(current.row() - page, current.column());
    case MovePageDown:
        return at(current.row() + page, current.column());
    case MoveHome:
        return at(far ? 0 : current.row(), 0);
    case MoveEnd:
        return at(far ? lastRow : current.row(), lastColumn);
    }
    return current;
}

/// From corner to corner; what is dragged over from outside begins at the nearest cell.
void MatrixView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) {
    if (m_matrix.rowCount() == 0)
        return;
    selectionModel()->select(QItemSelection(nearestTo(rect.topLeft()), nearestTo(rect.bottomRight())), command);
}

QRegion MatrixView::visualRegionForSelection(const QItemSelection& selection) const {
    QRegion region;
    for (const QItemSelectionRange& range : selection)
        region += visualRect(range.topLeft()).united(visualRect(range.bottomRight()));
    return region;
}

} // namespace moelab
