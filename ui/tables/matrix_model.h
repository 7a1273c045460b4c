#pragma once

#include "plotting/figure.h"
#include "tables/colour_bar.h"

#include <QAbstractTableModel>
#include <QColor>
#include <QPalette>

#include <optional>
#include <vector>

class QFontMetrics;

namespace moelab {

struct MatrixPaper;

/// A matrix of shaded cells with names at its edges, as a table that a MatrixView shows and as a figure. Its last
/// rows and columns may be facts: numbers about the whole row or column, without a shade.
class MatrixModel : public QAbstractTableModel, public Figure {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;

    struct Cell {
        QString text;
        QColor ground = {}; ///< invalid for a fact
        bool strong = false;
    };
    virtual Cell cell(int row, int column, const QPalette& colours) const = 0;
    /// Its ground alone, for where a million cells are drawn without their texts.
    virtual QColor ground(int row, int column, const QPalette& colours) const {
        return cell(row, column, colours).ground;
    }
    /// A cell in a sentence.
    virtual QString words(int row, int column) const = 0;
    /// What stands before a row (Qt::Vertical) or over a column.
    virtual QString name(int section, Qt::Orientation orientation) const = 0;
    /// What the names before the rows (Qt::Vertical) or over the columns are of; may be empty.
    virtual QString title(Qt::Orientation orientation) const = 0;
    /// @returns how many rows (Qt::Vertical) or columns are facts
    virtual int facts(Qt::Orientation orientation) const = 0;
    /// @returns rows (Qt::Vertical) or columns before which there is a line, ascending, without 0
    virtual std::vector<int> borders(Qt::Orientation orientation) const = 0;
    /// @returns the least width of a shaded column that holds all its numbers
    virtual int leastCell(const QFontMetrics& metrics) const = 0;
    /// What shades stand for, for the bar beside the figure; nothing where they stand for no numbers.
    virtual std::optional<ColourScale> colourScale() const { return std::nullopt; }

    int shadedRows() const { return rowCount() - facts(Qt::Vertical); }
    int shadedColumns() const { return columnCount() - facts(Qt::Horizontal); }

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    bool figureIsEmpty() const override { return rowCount() == 0; }
    /// Square cells with the bar of their shades, beside them or, where their numbers need that room, below.
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    int figureHeight(int width, const QFont& font) const override;
    /// How its figure stands on a paper.
    MatrixPaper paperFor(const QSize& size, const QFontMetrics& metrics) const;

  protected:
    /// Calls `change`, which may give the model another size, and says what it changed.
    /// @param sameCells whether every cell still stands for what it did, so that marks stay
    template <typename Change>
    void changeContent(bool sameCells, const Change& change) {
        if (!sameCells)
            beginResetModel();
        change();
        if (!sameCells) {
            endResetModel();
            return;
        }
        if (rowCount() > 0)
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
};

} // namespace moelab
