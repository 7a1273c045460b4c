#include "tables/matrix_view.h"

#include "plotting/focus_frame.h"
#include "tables/matrix_drawing.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr double kZoomStep = 1.25;
constexpr int kLeastStep = 16; // of the scroll bars, in pixels
constexpr QSize kLeast(320, 220);
constexpr int kLeastRows = 11; // that are seen below the names of the columns, of more: ten classes and a sum

/// What a widget stands in that scrolls.
QList<QScrollArea*> pagesOf(const QWidget& widget) {
    QList<QScrollArea*> pages;
    for (QWidget* parent = widget.parentWidget(); parent; parent = parent->parentWidget())
        if (auto* const page = qobject_cast<QScrollArea*>(parent))
            pages << page;
    return pages;
}

} // namespace

MatrixView::MatrixView(MatrixModel& model, QWidget* parent)
    : QTableView(parent)
    , m_matrix(model) {
    horizontalHeader()->hide();
    verticalHeader()->hide();
    findChild<QAbstractButton*>({}, Qt::FindDirectChildrenOnly)->hide(); // between the headers
    setTabKeyNavigation(false);
    setModel(&model);
    setFrameShape(NoFrame);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    viewport()->setMouseTracking(true);
}

void MatrixView::setChosen(const QModelIndexList& cells) {
    const QScopedValueRollback quiet(m_quiet, true);
    QItemSelection selection;
    for (const QModelIndex& cell : cells)
        selection.select(cell, cell);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (cells.size() == 1 && !hasFocus()) // the keys go on from there
        selectionModel()->setCurrentIndex(cells.front(), QItemSelectionModel::NoUpdate);
}

QModelIndexList MatrixView::chosen() const {
    QModelIndexList cells = selectionModel()->selectedIndexes();
    std::ranges::sort(cells, {}, [](const QModelIndex& cell) { return std::pair(cell.row(), cell.column()); });
    return cells;
}

const MatrixLayout& MatrixView::layoutNow() const {
    if (const QSize paper = viewport()->size(); !m_layout || paper != m_paper) {
        m_layout.emplace(m_matrix, paper, fontMetrics(), m_zoom);
        m_paper = paper;
    }
    return *m_layout;
}

void MatrixView::forgetLayout() {
    m_layout.reset();
    updateGeometries();
    viewport()->update();
}

/// The height in the least width, so that it does not hang on the width, which hangs on the height where a view
/// scrolls.
QSize MatrixView::likedSize() const {
    if (m_matrix.rowCount() == 0)
        return kLeast;
    const MatrixLayout narrow(m_matrix, {kLeast.width(), 0}, fontMetrics());
    const QRect last = narrow.cell(std::min(m_matrix.rowCount(), kLeastRows) - 1,
                                   std::min(m_matrix.columnCount(), kLeastRows) - 1);
    const QSize some = QSize(last.right() + 1, last.bottom() + 1) + QSize(1, 1) * MatrixLayout::kSpace;
    const int bar = narrow.whole().width() > kLeast.width() ? horizontalScrollBar()->sizeHint().height() : 0;
    return some.expandedTo(kLeast).boundedTo(narrow.whole()) + QSize(0, bar);
}

QSize MatrixView::minimumSizeHint() const { return {kLeast.width(), m_liked.height()}; }

void MatrixView::forgetContent() {
    forgetLayout();
    if (const QSize liked = likedSize(); std::exchange(m_liked, liked) != liked)
        updateGeometry();
}

void MatrixView::setZoom(const MatrixZoom& zoom) {
    m_zoom = zoom;
    forgetLayout();
}

void MatrixView::zoomIn() { zoomBy(kZoomStep, middleOfInterest()); }

void MatrixView::zoomOut() { zoomBy(1 / kZoomStep, middleOfInterest()); }

void MatrixView::zoomBy(double factor, const QPointF& about) {
    const MatrixLayout before = layoutNow();
    const QPointF place = before.inCells(about + offset());
    const double old = std::exchange(m_zoom.factor, m_zoom.factor * factor);
    forgetLayout();
    if (layoutNow().cellSize() == before.cellSize()) { // neither larger nor smaller than this
        m_zoom.factor = old;
        forgetLayout();
        return;
    }
    const QPointF moved = layoutNow().placeOf(place) - about;
    horizontalScrollBar()->setValue(qRound(moved.x()));
    verticalScrollBar()->setValue(qRound(moved.y()));
}

QPointF MatrixView::middleOfInterest() const {
    const QRect seen = viewport()->rect();
    const QPoint current = visualRect(currentIndex()).center();
    return currentIndex().isValid() && seen.contains(current) ? current : seen.center();
}

bool MatrixView::zoomByKey(const QKeyEvent& event) {
    if (!event.modifiers().testFlag(Qt::ControlModifier))
        return false;
    switch (event.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: // where + needs Shift
        zoomIn();
        return true;
    case Qt::Key_Minus:
        zoomOut();
        return true;
    case Qt::Key_0:
        showReadable();
        return true;
    default:
        return false;
    }
}

QRect MatrixView::visualRect(const QModelIndex& index) const {
    return index.isValid() ? layoutNow().cell(index.row(), index.column()).translated(-offset()) : QRect();
}

QModelIndex MatrixView::indexAt(const QPoint& position) const {
    const MatrixLayout& layout = layoutNow();
    const QPoint origin = layout.origin();
    if (position.x() < origin.x() || position.y() < origin.y() + hiddenAbove())
        return {};
    const QPoint inside = position + offset();
    return m_matrix.index(layout.rowAt(inside.y()), layout.columnAt(inside.x()));
}

QModelIndex MatrixView::nearestTo(const QPoint& position) const {
    const MatrixLayout& layout = layoutNow();
    const QPoint inside = position + offset();
    return m_matrix.index(std::clamp(layout.rowAt(inside.y()), 0, m_matrix.rowCount() - 1),
                          std::clamp(layout.columnAt(inside.x()), 0, m_matrix.columnCount() - 1));
}

void MatrixView::scrollTo(const QModelIndex& index, ScrollHint) {
    if (!index.isValid())
        return;
    const QRect cell = visualRect(index);
    const QRect seen(layoutNow().origin(), QPoint(viewport()->width(), viewport()->height()) - QPoint(1, 1));
    const auto by = [](int low, int high, int least, int most) {
        return low < least ? low - least : std::max(0, std::min(high - most, low - least));
    };
    horizontalScrollBar()->setValue(horizontalOffset() + by(cell.left(), cell.right(), seen.left(), seen.right()));
    verticalScrollBar()->setValue(verticalOffset() + by(cell.top(), cell.bottom(), seen.top(), seen.bottom()));
}

int MatrixView::horizontalOffset() const { return horizontalScrollBar()->value(); }

int MatrixView::verticalOffset() const { return verticalScrollBar()->value(); }

/// There are no headers and no editors to place, only the bars. Where one comes or goes, the other has more or less
/// to show.
void MatrixView::updateGeometries() {
    constexpr int kMostPasses = 3;
    for (int pass = 0; pass < kMostPasses; ++pass) {
        const MatrixLayout layout = layoutNow();
        const QSize seen = viewport()->size();
        const QSize more = m_matrix.rowCount() == 0 ? QSize(0, 0) : layout.whole() - seen;
        const QSize cell = layout.cellSize().toSize().expandedTo({kLeastStep, kLeastStep});
        horizontalScrollBar()->setRange(0, std::max(0, more.width()));
        horizontalScrollBar()->setPageStep(seen.width());
        horizontalScrollBar()->setSingleStep(cell.width());
        verticalScrollBar()->setRange(0, std::max(0, more.height()));
        verticalScrollBar()->setPageStep(seen.height());
        verticalScrollBar()->setSingleStep(cell.height());
        if (viewport()->size() == seen)
            return;
    }
}

/// All of it, since the names stay where they are.
void MatrixView::scrollContentsBy(int, int) { viewport()->update(); }

/// A matrix of another shape begins as large as fits.
void MatrixView::reset() {
    QTableView::reset();
    if (const QSize shape(m_matrix.columnCount(), m_matrix.rowCount()); std::exchange(m_shape, shape) != shape)
        m_zoom.factor = 1;
    forgetContent();
    sayAnew();
}

void MatrixView::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        forgetContent();
}

void MatrixView::wheelEvent(QWheelEvent* event) {
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QTableView::wheelEvent(event);
        return;
    }
    constexpr double kNotch = 120; // eighths of a degree
    zoomBy(std::pow(kZoomStep, event->angleDelta().y() / kNotch), event->position());
    event->accept();
}

void MatrixView::dataChanged(const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
    QTableView::dataChanged(first, last, roles);
    forgetContent();
    sayAnew();
}

/// What was said of a cell is of content that is gone.
void MatrixView::sayAnew() {
    const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
    const QModelIndex cell = viewport()->underMouse() ? indexAt(pointer)
                             : hasFocus()             ? currentIndex()
                                                      : QModelIndex();
    emit hovered(cell.isValid() ? m_matrix.words(cell.row(), cell.column()) : QString());
}

/// The page moves what was drawn, and paints no more than comes into sight by that.
void MatrixView::showEvent(QShowEvent* event) {
    QTableView::showEvent(event);
    for (const QScrollArea* page : pagesOf(*this))
        connect(page->verticalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update),
                Qt::UniqueConnection);
}

int MatrixView::hiddenAbove() const {
    int hidden = 0;
    for (const QScrollArea* page : pagesOf(*this))
        hidden = std::max(hidden, -viewport()->mapTo(page->viewport(), QPoint()).y());
    const MatrixLayout& layout = layoutNow(); // one row at least is seen below the names
    const int end = std::min(layout.whole().height(), viewport()->height());
    const int row = static_cast<int>(std::ceil(layout.cellSize().height()));
    return std::min(hidden, std::max(0, end - layout.origin().y() - row));
}

void MatrixView::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    drawMatrix(painter, m_matrix, layoutNow(),
               {offset(), viewport()->size(), hiddenAbove(), selectionModel(),
                hasFocus() ? currentIndex() : QModelIndex()},
               palette());
    if (hasFocus())
        drawFocusFrame(painter, viewport()->rect(), palette());
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copyChosen();
        return;
    }
    if (zoomByKey(*event))
        return;
    const bool enters = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enters || !currentIndex().isValid()) {
        const QModelIndex before = currentIndex();
        QTableView::keyPressEvent(event);
        if (currentIndex() != before)
            scrollPageToCurrent();
        return;
    }
    if (chosen().isEmpty())
        selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect);
    emit cellsOpened();
}

/// With the names over it, which would else cover it.
void MatrixView::scrollPageToCurrent() {
    QRect seen = visualRect(currentIndex());
    seen.setTop(seen.top() - layoutNow().origin().y());
    for (QScrollArea* page : pagesOf(*this)) {
        const QPoint centre = viewport()->mapTo(page->widget(), seen.center());
        page->ensureVisible(centre.x(), centre.y(), seen.width() / 2 + 1, seen.height() / 2 + 1);
    }
}

} // namespace moelab
