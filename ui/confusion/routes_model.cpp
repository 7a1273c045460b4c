#include "confusion/routes_model.h"

#include "base/percent.h"
#include "session/data_view.h"
#include "text/foreign_text.h"

#include <numeric>
#include <utility>

namespace moelab {

void RoutesModel::showRoutes(std::vector<std::vector<std::int64_t>> routes, const QStringList& classes,
                             const QStringList& groups) {
    beginResetModel();
    m_routes = std::move(routes);
    m_classes = classes;
    m_groups = groups;
    endResetModel();
}

int RoutesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_routes.size());
}

int RoutesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_groups.size()) + 1;
}

QVariant RoutesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight));
    const QString name = inLine(m_classes[index.row()]);
    if (index.column() == 0)
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? name : QVariant();
    const std::vector<std::int64_t>& row = m_routes[static_cast<std::size_t>(index.row())];
    const std::int64_t images = std::accumulate(row.begin(), row.end(), std::int64_t{0});
    const std::int64_t routed = row[static_cast<std::size_t>(index.column() - 1)];
    if (role == Qt::DisplayRole)
        return images == 0 ? QStringLiteral("–")
                           : QStringLiteral("%1 %").arg(
                                 inPercent(static_cast<double>(routed) / static_cast<double>(images)), 0, 'f', 1);
    if (role == Qt::ToolTipRole)
        return tr("Of %1 of %2, routed to %3: %4")
            .arg(imageCount(images), name, m_groups[index.column() - 1], QString::number(routed));
    return {};
}

QVariant RoutesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Class") : tr("→ %1").arg(m_groups[section - 1]);
}

} // namespace moelab
