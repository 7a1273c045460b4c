#pragma once

#include "analysis/run_groups.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace moelab {

class CellTable;

/// Groups of runs that differ in their seed alone: means with intervals, and two groups compared by a test.
class RepeatsView : public QWidget {
    Q_OBJECT
  public:
    /// @param table what this shows, for taking away too
    explicit RepeatsView(CellTable& table, QWidget* parent = nullptr);

    void showGroups(std::vector<RunGroup> groups);

  private:
    QComboBox* makeChoice(const char* name, const QString& accessible);
    void refresh();
    QString heading() const;
    void showNames(QComboBox& choice);

    CellTable& m_table;
    std::vector<RunGroup> m_groups;
    QLabel* m_heading;
    QWidget* m_choices;
    QComboBox* m_first;
    QComboBox* m_second;
    QLabel* m_advice; ///< where the tests disagree
};

} // namespace moelab
