#pragma once

#include "confusion/confusion_table.h"
#include "tables/matrix_model.h"

namespace moelab {

/// A confusion matrix: true classes down, predicted classes across, a shade of one hue for the share, sums at the
/// edges.
class ConfusionModel : public MatrixModel {
    Q_OBJECT
  public:
    using MatrixModel::MatrixModel;

    void showTable(const ConfusionTable& table, ConfusionMode mode);
    /// Invalid where the table has no such classes. @param truth -1 for the sum of a column; @param answer of a row
    QModelIndex cellOf(int truth, int answer) const;
    /// Whether a cell counts any image; a sum is taken for one that does.
    bool hasImages(const QModelIndex& cell) const;
    /// The class of a row or column; -1 for the sums.
    int classAt(int section) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return rowCount(parent); }
    Cell cell(int row, int column, const QPalette& colours) const override;
    QColor ground(int row, int column, const QPalette& colours) const override {
        return groundOf(classAt(row), classAt(column), colours);
    }
    QString words(int row, int column) const override;
    QString name(int section, Qt::Orientation orientation) const override;
    QString title(Qt::Orientation orientation) const override;
    int facts(Qt::Orientation) const override { return m_table.order.empty() ? 0 : 1; }
    std::vector<int> borders(Qt::Orientation) const override { return m_table.borders; }
    int leastCell(const QFontMetrics& metrics) const override;
    std::optional<ColourScale> colourScale() const override;

    QString figureName() const override { return QStringLiteral("confusion"); }
    QString figureCsv() const override;

  private:
    int classes() const { return static_cast<int>(m_table.order.size()); }
    std::int64_t rowSumOf(int truth) const { return m_rowSums[static_cast<std::size_t>(truth)]; }
    std::int64_t columnSumOf(int answer) const { return m_columnSums[static_cast<std::size_t>(answer)]; }
    bool showsDifference() const { return m_mode == ConfusionMode::Difference && !m_table.difference.empty(); }
    std::int64_t differenceAt(int truth, int answer) const;
    QString textOf(int truth, int answer) const;
    QColor groundOf(int truth, int answer, const QPalette& colours) const;

    ConfusionTable m_table;
    ConfusionMode m_mode = ConfusionMode::Counts;
    std::vector<std::int64_t> m_rowSums;    ///< by class
    std::vector<std::int64_t> m_columnSums; ///< by class
};

} // namespace moelab
