#pragma once

#include "workspace/run_row.h"

#include <QAbstractTableModel>

#include <vector>

namespace moelab {

/// The runs of a workspace, a row each. The columns of stages follow from the runs: there is one for every stage
/// that any of them has.
class RunsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum ColumnKind { Name, State, Tags, Data, Changed, Accuracy, Gain, Seconds, Started, Note, Folder, Loss };
    enum Role {
        SortRole = Qt::UserRole, ///< a number or text; invalid where there is none
        SearchRole,              ///< all that a search looks at, lower case
        StateRole,               ///< RunState
        TagsRole                 ///< QStringList
    };
    struct Column {
        ColumnKind kind;
        Stage stage; ///< of Accuracy and Loss
        /// The same for the same column in every workspace.
        QString key() const;
        bool operator==(const Column& other) const { return key() == other.key(); }
    };

    explicit RunsModel(QObject* parent = nullptr);

    /// @param rows sorted by path. What is chosen stays chosen.
    void showRows(std::vector<RunRow> rows);
    /// Marks the run that is open. @param trains whether it is being trained here
    void setOpenRun(const std::filesystem::path& path, bool trains);

    const RunRow& row(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    const std::vector<Column>& columns() const { return m_columns; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    /// Edit: what Display says, but numbers as numbers.
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// A name that a person typed. Changes nothing by itself.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

  signals:
    void renameWanted(const std::filesystem::path& run, const QString& name);

  private:
    RunState state(const RunRow& row) const;
    QVariant value(const RunRow& row, const Column& column) const;
    QString text(const RunRow& row, const Column& column) const;
    QString toolTip(const RunRow& row, const Column& column) const;
    bool updateInPlace(std::vector<RunRow>& rows);

    std::vector<RunRow> m_rows;
    std::vector<Column> m_columns;
    std::filesystem::path m_open;
    bool m_openTrains = false;
};

} // namespace moelab
