#pragma once

#include "confusion/confusion_table.h"
#include "tables/cell_table.h"

#include <QTableView>

namespace moelab {

/// The pairs of classes that are confused most, as a table: true class, predicted class, images and their share of
/// the true class. @returns the pairs, row by row
std::vector<ConfusedPair> showMostConfused(CellTable& cells, const ConfusionTable& table);

/// Those pairs as a list beside their matrix. A click opens one, the arrow keys choose.
class ConfusedPairs : public QTableView {
    Q_OBJECT
  public:
    explicit ConfusedPairs(QWidget* parent = nullptr);

    /// Marks none of them.
    void showTable(const ConfusionTable& table);
    bool isEmpty() const { return m_pairs.empty(); }

  signals:
    void pairChosen(int truth, int predicted);
    /// Its images are wanted: by click, or by Enter.
    void pairOpened(int truth, int predicted);

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    /// @param signal one of the two above
    void say(const QModelIndex& cell, void (ConfusedPairs::*signal)(int, int));

    CellTable m_cells;
    std::vector<ConfusedPair> m_pairs; ///< [rows]
};

} // namespace moelab
