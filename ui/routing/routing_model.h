#pragma once

#include "routing/routing_table.h"
#include "tables/matrix_model.h"

namespace moelab {

/// Classes down and groups across, and behind them what there is to say of each class. A class's own group is in
/// bold.
class RoutingModel : public MatrixModel {
    Q_OBJECT
  public:
    using MatrixModel::MatrixModel;

    /// What stands behind the groups.
    enum Fact { Images, HitRate, Entropy, Margin };
    static constexpr int kFacts = 4;

    void showTable(const RoutingTable& table, RoutingMode mode);
    RoutingMode mode() const { return m_mode; }
    int groups() const { return static_cast<int>(m_table.groups.size()); }
    int classAt(int row) const { return m_table.order[static_cast<std::size_t>(row)]; }
    /// @param column a group, or the number of groups plus a Fact
    QModelIndex cellOf(int cls, int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    Cell cell(int row, int column, const QPalette& colours) const override;
    QColor ground(int row, int column, const QPalette& colours) const override;
    QString words(int row, int column) const override;
    QString name(int section, Qt::Orientation orientation) const override;
    QString title(Qt::Orientation orientation) const override;
    int facts(Qt::Orientation orientation) const override;
    std::vector<int> borders(Qt::Orientation orientation) const override;
    int leastCell(const QFontMetrics& metrics) const override;
    std::optional<ColourScale> colourScale() const override;

    QString figureName() const override { return QStringLiteral("routing"); }
    /// All that is known of each class, whatever is shown.
    QString figureCsv() const override;

  private:
    const ClassRouting& routingAt(int row) const { return m_table.rows[static_cast<std::size_t>(classAt(row))]; }
    int ownGroup(int row) const { return m_table.own[static_cast<std::size_t>(classAt(row))]; }
    QString textOf(int row, int column) const;

    RoutingTable m_table;
    RoutingMode m_mode = RoutingMode::Shares;
    double m_largest = 1; ///< the share with the strongest shade
};

} // namespace moelab
