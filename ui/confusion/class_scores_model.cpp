#include "confusion/class_scores_model.h"

#include "base/percent.h"
#include "text/foreign_text.h"

#include <cmath>

namespace moelab {
namespace {

QString percent(double share) {
    return std::isnan(share) ? QStringLiteral("–") : QStringLiteral("%1 %").arg(inPercent(share), 0, 'f', 1);
}

/// What cannot be said of a class counts as 0, as scikit-learn does.
double orZero(double share) { return std::isnan(share) ? 0 : share; }

} // namespace

void ClassScoresModel::showTable(const ConfusionTable& table) {
    beginResetModel();
    m_rows.clear();
    ClassScores mean{0, 0, table.matrix.balancedAccuracy(), table.matrix.macroF1()};
    int known = 0; // classes that occur or are predicted, as for the mean F1
    for (const int cls : table.order) {
        const ClassScores scores = scoresOf(table.matrix, cls);
        m_rows.push_back({table.names[cls], scores});
        mean.images += scores.images;
        mean.precision += orZero(scores.precision);
        known += std::isnan(scores.f1) ? 0 : 1;
    }
    mean.precision /= known;
    if (!m_rows.empty())
        m_rows.push_back({tr("macro mean"), mean});
    endResetModel();
}

int ClassScoresModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ClassScoresModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ClassScoresModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() == NameColumn ? Qt::AlignLeft : Qt::AlignRight));
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole && index.column() == NameColumn)
        return row.name;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case NameColumn:
        return inLine(row.name);
    case PrecisionColumn:
        return percent(row.scores.precision);
    case RecallColumn:
        return percent(row.scores.recall);
    case F1Column:
        return percent(row.scores.f1);
    default:
        return QString::number(row.scores.images);
    }
}

QVariant ClassScoresModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Class"), QT_TR_NOOP("Precision"), QT_TR_NOOP("Recall"),
                                         QT_TR_NOOP("F1"), QT_TR_NOOP("Images")};
    return tr(titles[section]);
}

} // namespace moelab
