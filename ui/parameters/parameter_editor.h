#pragma once

#include "config/parameter_table.h"
#include "text/refusal_line.h"

#include <QStringList>
#include <QWidget>

class QToolButton;

namespace moelab {

/// The field for one parameter. Takes and gives the value as the parameter table does. What is no value of the
/// parameter, or is not taken by the run, stays in the field as it was entered, with the reason beneath it, until
/// it is mended, discarded or replaced by another value of the run.
class ParameterEditor : public QWidget {
    Q_OBJECT
  public:
    /// @param info has to live as long
    explicit ParameterEditor(const ParameterInfo& info);

    /// What the run has.
    void setValue(const Json& value);
    /// The run does not take a value that was told, for a reason.
    void refuse(const Json& value, const QString& reason);
    /// Takes what a person has begun to type.
    void settle();
    /// Tries again with what was refused.
    void retry();
    /// Goes back to what the run has.
    void discard();
    /// Why what stands in the field is not in use; empty if it is.
    const QString& problem() const { return m_problem->reason(); }
    /// The reason, with the way back: seen while there is one. Who shows the editor lays it out beneath, in the
    /// whole width, unless the editor has that itself.
    QWidget* foot() { return m_foot; }

    /// True if the field belongs below its label, not beside it.
    virtual bool wantsWholeWidth() const { return false; }
    /// The classes of the data, where the field shows them; empty while none are open.
    virtual void setClassNames(const QStringList&) {}

  signals:
    /// A person entered a value of the parameter, other than the run's.
    void edited(const Json& value);
    void problemChanged();

  protected:
    /// Puts the one field into the editor, and names it.
    void place(QWidget* field);
    /// Lets the keys of Undo and Redo in a line of text, or in a box with one, pass to the window where nothing is
    /// typed that could be undone. Qt's lines keep them always.
    void passUndoOn(QWidget* line);
    bool eventFilter(QObject* watched, QEvent* event) override;
    /// What stands in the field. @throws std::exception saying what is wrong with it
    virtual Json read() const = 0;
    virtual void showValue(const Json& value) = 0;
    /// Whether something else stands in the field than what was shown, and was not yet read.
    virtual bool isTouched() const { return false; }
    const ParameterInfo& info() const { return m_info; }

    /// A person has entered something.
    void take();
    /// The same where he leaves the field, perhaps as it was.
    void leave();
    /// He types: what was wrong may be right now.
    void look();

  private:
    Json checked() const;
    void say(const QString& reason);

    const ParameterInfo& m_info;
    Json m_value; ///< the run's
    QWidget* m_foot;
    RefusalLine* m_problem;
    QToolButton* m_discard;
};

} // namespace moelab
