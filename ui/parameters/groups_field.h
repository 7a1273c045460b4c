#pragma once

#include "data/class_groups.h"

#include <QStringList>
#include <QWidget>

#include <vector>

class QLineEdit;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace moelab {

class ChoicePopup;
class GroupRow;

/// The class groups, a row each, between which classes move by mouse and keys.
class GroupsField : public QWidget {
    Q_OBJECT
  public:
    GroupsField();

    /// @param names of the data's classes; empty while none are open, and then classes go by their numbers
    void setClassNames(const QStringList& names);
    void setGroups(const ClassGroups& groups);
    /// As they are written. @throws Error unless they are a partition of the classes
    ClassGroups groups() const;
    /// Whether a name is being typed.
    bool isRenaming() const;

  signals:
    void edited();
    void nameAdded(QLineEdit* name); ///< the field of a new row's name

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void addRow();
    void showDraft(const ClassGroups& draft);
    void take(const ClassGroups& draft);
    void search(const QString& text);
    void addGroup();
    void removeGroup(std::size_t index);
    ClassGroups written() const;
    void move(std::size_t from, std::size_t to, const std::vector<int>& classes);
    void openChoice(std::size_t from);
    int rowAt(const QPoint& place) const;
    void dragTo(const QPoint& place);
    void endDrag();
    void fitHeight();

    QStringList m_classNames;
    ClassGroups m_draft;
    QLineEdit* m_search;
    QScrollArea* m_area;
    QWidget* m_content;
    QVBoxLayout* m_layout;
    std::vector<GroupRow*> m_rows;
    QToolButton* m_add;
    ChoicePopup* m_choice;
    std::size_t m_chosenFrom = 0; ///< whose classes the choice is for
};

} // namespace moelab
