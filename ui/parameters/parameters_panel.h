#pragma once

#include "config/parameter_table.h"

#include <QUndoStack>
#include <QWidget>

#include <vector>

class QFormLayout;
class QLabel;
class QToolButton;

namespace moelab {

class ParameterEditor;
class Session;

/// A form with every parameter of the table: what differs from the default stands out and goes back one by one.
/// What is refused is said beneath its field.
class ParametersPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ParametersPanel(Session& session, QWidget* parent = nullptr);

    QUndoStack& undoStack() { return m_undo; }
    /// As one change, which can be undone. @param text what Undo calls it
    void changeTo(const Parameters& parameters, const QString& text);
    /// @throws Error
    void loadFrom(const QString& file);
    void saveTo(const QString& file) const;
    /// Takes what a person has begun to type. @returns which field has to be mended before the parameters are what
    /// stands in the form, and why; it gets the focus. Empty if there is none
    QString settle();

  signals:
    /// A change of several parameters, which no field can say.
    void refused(const QString& message);
    /// What was entered is a value, or is wrong no longer.
    void accepted();

  private:
    struct Row {
        const ParameterInfo* info;
        QLabel* label;
        ParameterEditor* editor;
        QToolButton* reset; ///< a stop on the way back from the next field
    };

    void build();
    void addRow(QFormLayout* form, const ParameterInfo& info);
    void refresh();
    void refreshClasses();
    void change(std::size_t row, const Json& value);
    void takeBack(const Parameters& wanted, const QString& reason);
    void discardDrafts();

    Session& m_session;
    QUndoStack m_undo;
    QWidget* m_form;
    QLabel* m_locked;
    QLabel* m_seesTest = nullptr; ///< beneath the choice of what stages are validated on
    std::vector<Row> m_rows;
    QStringList m_classNames;
};

} // namespace moelab
