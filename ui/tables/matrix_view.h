#pragma once

#include "tables/matrix_layout.h"
#include "tables/matrix_model.h"

#include <QTableView>

#include <optional>

namespace moelab {

/// Shows a matrix: fills the view with its cells, and scrolls where it has more than have room. Cells are chosen by
/// click, drag or arrow keys, several with Shift and Ctrl, and copied as text; they become larger and smaller with
/// Ctrl and the wheel or + and -, and as at first with Ctrl+0. It is a table to screen readers, which is all that
/// it takes from QTableView: it draws and scrolls by itself, without headers. The names of its columns stay in
/// sight also where the page that it stands in scrolls.
class MatrixView : public QTableView {
    Q_OBJECT
  public:
    /// @param model has to live as long
    explicit MatrixView(MatrixModel& model, QWidget* parent = nullptr);

    /// Marks these cells and no others, without a signal.
    void setChosen(const QModelIndexList& cells);
    /// By row, then by column.
    QModelIndexList chosen() const;

    void zoomIn();
    void zoomOut();
    /// Cells that hold their numbers, or fill the view.
    void showReadable() { setZoom({}); }
    /// All cells at once, however small that makes them.
    void showWhole() { setZoom({MatrixZoom::Fit::Whole}); }
    /// Of a shaded cell, in pixels.
    QSizeF cellSize() const { return layoutNow().cellSize(); }

    QRect visualRect(const QModelIndex& index) const override;
    QModelIndex indexAt(const QPoint& position) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    /// As high as all of its rows, or as some of them where there are many, which scroll.
    QSize minimumSizeHint() const override;
    /// As wide as well.
    QSize sizeHint() const override { return m_liked; }

  signals:
    /// A person marked other cells than before, see chosen().
    void cellsChosen();
    /// Their images are wanted: by click, or by Enter.
    void cellsOpened();
    /// The cell under the pointer, or the one that the keys moved to, in words; empty outside.
    void hovered(const QString& words);

  protected:
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void reset() override;
    void dataChanged(const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection& selection) const override;
    int horizontalOffset() const override;
    int verticalOffset() const override;

  private:
    const MatrixLayout& layoutNow() const;
    void forgetLayout();
    /// Other names, rows or letters.
    void forgetContent();
    /// All of its rows and columns, or some of them where there are many, readable.
    QSize likedSize() const;
    void setZoom(const MatrixZoom& zoom);
    /// @param about a place in the view whose cell stays where it is
    void zoomBy(double factor, const QPointF& about);
    /// The current cell's place where it is in sight, else the middle of the view.
    QPointF middleOfInterest() const;
    bool zoomByKey(const QKeyEvent& event);
    QPoint offset() const { return {horizontalOffset(), verticalOffset()}; }
    /// Pixels at the top that the page has scrolled out of sight; the names of the columns follow below them.
    int hiddenAbove() const;
    void sayAnew();
    QModelIndex nearestTo(const QPoint& position) const;
    /// Where what this stands in scrolls, too.
    void scrollPageToCurrent();
    void copyChosen() const;

    MatrixModel& m_matrix;
    MatrixZoom m_zoom;
    mutable std::optional<MatrixLayout> m_layout; ///< measuring a thousand names takes a while
    mutable QSize m_paper;                        ///< that it is for
    QSize m_liked;
    QSize m_shape;          ///< rows and columns that the zoom was chosen for
    bool m_quiet = false;   ///< while the program marks cells
    bool m_dragged = false; ///< cells were marked by dragging, which goes on
};

} // namespace moelab
