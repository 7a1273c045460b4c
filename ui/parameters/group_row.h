#pragma once

#include "data/class_groups.h"

#include <QFrame>

class QLineEdit;
class QToolButton;

namespace moelab {

class ClassChips;

/// One class group: its name, its classes as chips, and a button that removes it.
class GroupRow : public QFrame {
    Q_OBJECT
  public:
    /// @param index among the groups
    explicit GroupRow(int index, QWidget* parent = nullptr);

    void showGroup(const ClassGroup& group, const QStringList& classNames, bool canBeRemoved);
    ClassChips& chips() { return *m_chips; }
    QLineEdit& name() { return *m_name; }
    /// Something that is dragged would be dropped here.
    void setTarget(bool target);

  signals:
    void renamed(); ///< to what stands in name()
    void removeWanted();

  private:
    QLineEdit* m_name;
    QToolButton* m_remove;
    ClassChips* m_chips;
};

} // namespace moelab
