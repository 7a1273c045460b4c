#pragma once

#include "data/class_groups.h"

#include <QStringList>
#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace moelab {

class ChoicePopup;
class GroupRow;

/// The class groups, a row each, between which classes move by mouse and keys. What is no partition stays as it is
/// written, with the reason beneath it, and is not told until it is one.
class GroupsField : public QWidget {
    Q_OBJECT
  public:
    /// @param classNames those of the data; empty while none are open, and then classes go by their numbers
    explicit GroupsField(const QStringList& classNames);

    /// The groups of the run; what a person is writing stays unless they are others than before.
    void setGroups(const ClassGroups& groups);

  signals:
    void edited(const moelab::ClassGroups& groups);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* makeFoot();
    void addRow();
    void showDraft(const ClassGroups& draft);
    void take(const ClassGroups& draft);
    void search(const QString& text);
    void addGroup();
    void removeGroup(std::size_t index);
    void rename(std::size_t index, const QString& name);
    void move(std::size_t from, std::size_t to, const std::vector<int>& classes);
    void openChoice(std::size_t from);
    int rowAt(const QPoint& place) const;
    void dragTo(const QPoint& place);
    void endDrag();
    void fitHeight();

    QStringList m_classNames;
    ClassGroups m_applied; ///< the run's
    ClassGroups m_draft;   ///< as it is written
    QLineEdit* m_search;
    QScrollArea* m_area;
    QWidget* m_content;
    QVBoxLayout* m_layout;
    std::vector<GroupRow*> m_rows;
    QToolButton* m_add;
    QLabel* m_problem;
    QToolButton* m_discard;
    ChoicePopup* m_choice;
    std::size_t m_chosenFrom = 0; ///< whose classes the choice is for
};

} // namespace moelab
