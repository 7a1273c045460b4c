#pragma once

#include "tables/table_figure.h"
#include "workspace/column_looks.h"
#include "workspace/runs.h"
#include "workspace/runs_filter.h"
#include "workspace/runs_model.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QTableView;

namespace moelab {

class Settings;
class WorkspaceView;

/// The table of runs under the line that searches it.
class RunsPanel : public QWidget {
    Q_OBJECT
  public:
    RunsPanel(WorkspaceView& workspace, QWidget* parent = nullptr);

    QTableView& table() { return *m_table; }
    /// What is shown, for a file.
    Figure& figure() { return m_figure; }

    void setOpenRun(const std::filesystem::path& run, bool trains) { m_model.setOpenRun(run, trains); }
    /// In the table's order.
    std::vector<RunRow> chosenRows() const;
    Runs chosen() const;
    Runs shown() const;

    void search();
    /// Lets the current run's name be typed over.
    void editName();
    /// Fills a menu with a check mark for every column.
    void offerColumns(QMenu& menu);

    void restore(const Settings& settings);
    void save(Settings& settings);

  signals:
    void openWanted(const std::filesystem::path& run);
    void renameWanted(const std::filesystem::path& run, const QString& name);
    /// Others are chosen or shown.
    void chosenChanged();

  private:
    void makeFilterLine();
    void makeTable();
    void takeRows();
    void fillTags();
    int widthOfStates() const;
    void layColumns();
    void widenNames();
    void refreshCount();
    QStringList keys() const;

    WorkspaceView& m_workspace;
    RunsModel m_model;
    RunsFilter m_filter;
    TableFigure m_figure;
    QLineEdit* m_search;
    QComboBox* m_state;
    QComboBox* m_tag;
    QLabel* m_count;
    QTableView* m_table;
    ColumnLooks m_looks;
    QString m_sortKey;
    QTimer m_tell;
};

} // namespace moelab
