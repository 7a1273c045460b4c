#include "confusion/confused_pairs.h"

#include "base/percent.h"

#include <QHeaderView>
#include <QKeyEvent>

namespace moelab {
namespace {

constexpr std::size_t kMostPairs = 10;

} // namespace

std::vector<ConfusedPair> showMostConfused(CellTable& cells, const ConfusionTable& table) {
    std::vector<ConfusedPair> pairs = mostConfused(table.matrix, kMostPairs);
    std::vector<CellTable::Row> rows;
    for (const ConfusedPair& pair : pairs) {
        const double share =
            static_cast<double>(pair.images) / static_cast<double>(rowSum(table.matrix, pair.truth));
        rows.push_back({{table.names[pair.truth]},
                        {table.names[pair.predicted]},
                        numberCell(QString::number(pair.images), static_cast<double>(pair.images)),
                        numberCell(QString::number(inPercent(share), 'f', 1), share)});
    }
    cells.setContent({ConfusedPairs::tr("True class"), ConfusedPairs::tr("Confused with"),
                      ConfusedPairs::tr("Images"), ConfusedPairs::tr("%")},
                     std::move(rows));
    return pairs;
}

ConfusedPairs::ConfusedPairs(QWidget* parent)
    : QTableView(parent) {
    setObjectName(QStringLiteral("confusedPairs"));
    setAccessibleName(tr("The pairs of classes that are confused most"));
    setToolTip(accessibleName());
    setModel(&m_cells);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    connect(this, &QTableView::clicked, this,
            [this](const QModelIndex& cell) { say(cell, &ConfusedPairs::pairOpened); });
}

void ConfusedPairs::showTable(const ConfusionTable& table) { m_pairs = showMostConfused(m_cells, table); }

void ConfusedPairs::say(const QModelIndex& cell, void (ConfusedPairs::*signal)(int, int)) {
    if (!cell.isValid())
        return;
    const ConfusedPair& pair = m_pairs[static_cast<std::size_t>(cell.row())];
    emit(this->*signal)(static_cast<int>(pair.truth), static_cast<int>(pair.predicted));
}

void ConfusedPairs::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        say(currentIndex(), &ConfusedPairs::pairOpened);
        return;
    }
    const int before = currentIndex().row();
    QTableView::keyPressEvent(event);
    if (currentIndex().row() != before)
        say(currentIndex(), &ConfusedPairs::pairChosen);
}

} // namespace moelab
