#pragma once

#include "analysis/run_comparison.h"
#include "confusion/confusion_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace moelab {

class CellTable;
class Figure;
class MatrixView;

/// Two runs image by image: how a member's predictions changed, and which images were fixed or broken.
class ChangedImages : public QWidget {
    Q_OBJECT
  public:
    explicit ChangedImages(QWidget* parent = nullptr);

    /// @param second the run that the comparison's second is of; has to be the one that images are shown in
    void showComparison(const RunComparison& comparison, const RunSummary& second);
    void showNothing();
    Figure& figure();

  signals:
    /// The listed images are wanted.
    /// @param stage whose predictions were compared; @param positions ascending, never empty
    void imagesWanted(const QString& stage, const std::vector<std::int64_t>& positions);

  private:
    QWidget* makeList();
    void refresh();
    void showList(const MemberComparison& member, const QStringList& names);
    const MemberComparison* chosen() const;
    void wantListed();
    void wantOne(int row);

    RunComparison m_comparison;
    ClassGroups m_groups;
    std::vector<std::string> m_classNames;
    QString m_stage;                    ///< that a person chose, kept while there are no runs
    std::vector<std::int64_t> m_listed; ///< positions, as the table's rows
    QComboBox* m_member;
    QComboBox* m_change;
    ConfusionModel m_matrix;
    MatrixView* m_view;
    CellTable* m_table;
    QTableView* m_list;
    QLabel* m_words;
    QPushButton* m_show;
};

} // namespace moelab
