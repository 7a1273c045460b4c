#include "stages/layers_model.h"

#include <QLocale>

namespace moelab {
namespace {

QString shapeText(const std::vector<int>& shape) {
    QStringList sizes;
    for (const int size : shape)
        sizes << QString::number(size);
    return sizes.join(QStringLiteral(" × "));
}

} // namespace

void LayersModel::showRows(std::vector<Row> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int LayersModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LayersModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(ColumnCount); }

QVariant LayersModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const bool number = index.column() == ShapeColumn || index.column() == ParametersColumn;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
    case NetworkColumn:
        return row.network;
    case LayerColumn:
        return QString::fromStdString(row.layer.name);
    case KindColumn:
        return QString::fromStdString(row.layer.kind);
    case ShapeColumn:
        return shapeText(row.layer.outputShape);
    case ParametersColumn:
        if (role == Qt::EditRole)
            return static_cast<qlonglong>(row.layer.parameters);
        return row.layer.parameters > 0 ? QLocale().toString(static_cast<qlonglong>(row.layer.parameters))
                                        : QString();
    default:
        return row.layer.parameters == 0 ? QString() : row.trainable ? tr("trained") : tr("frozen");
    }
}

QVariant LayersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Network"), QT_TR_NOOP("Layer"),      QT_TR_NOOP("Kind"),
                                         QT_TR_NOOP("Output"),  QT_TR_NOOP("Parameters"), QT_TR_NOOP("In use")};
    return tr(titles[section]);
}

} // namespace moelab
