#pragma once

#include "workspace/run_note.h"

#include <QDialog>

#include <optional>
#include <vector>

class QDialogButtonBox;
class QLineEdit;
class QPlainTextEdit;

namespace moelab {

class RefusalLine;

/// Asks for the name, the note and the tags of one run, or for the tags of several. What is too long for a note
/// stays in its field, with the reason beneath it.
class NoteDialog : public QDialog {
    Q_OBJECT
  public:
    /// @param notes of the runs, at least one; @param folder what stands for an empty name
    NoteDialog(std::vector<RunNote> notes, const QString& folder, QWidget* parent);

    /// What the notes are to be, in the same order.
    std::vector<RunNote> notes() const;

  private:
    void refresh();

    std::vector<RunNote> m_notes;
    QLineEdit* m_name = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QLineEdit* m_tags;
    RefusalLine* m_nameProblem;
    RefusalLine* m_textProblem;
    RefusalLine* m_tagsProblem;
    QDialogButtonBox* m_buttons;
};

} // namespace moelab
