#pragma once

#include "workspace/run_note.h"

#include <QUndoCommand>

#include <filesystem>
#include <functional>
#include <vector>

namespace moelab {

/// What undoing and doing again tell the window.
struct RunCommandSeams {
    std::function<void(const std::vector<std::filesystem::path>&)> changed; ///< these runs are to be read again
    std::function<void(const QString&)> failed;
};

/// Another name, note or other tags of some runs.
class NoteCommand : public QUndoCommand {
  public:
    struct Change {
        std::filesystem::path run;
        RunNote before;
        RunNote after;
    };

    /// Has been done already; the undo stack's first redo does nothing.
    NoteCommand(const QString& text, std::vector<Change> changes, RunCommandSeams seams);

    void undo() override;
    void redo() override;

  private:
    void write(RunNote Change::*note);

    std::vector<Change> m_changes;
    RunCommandSeams m_seams;
    bool m_done = true;
};

/// Some runs in the trash of a workspace.
class TrashCommand : public QUndoCommand {
  public:
    struct Moved {
        std::filesystem::path run;
        std::filesystem::path trashed;
    };

    /// Has been done already.
    TrashCommand(const QString& text, std::filesystem::path workspace, std::vector<Moved> moved,
                 RunCommandSeams seams);

    void undo() override;
    void redo() override;

  private:
    void tell(const QString& problems);

    std::filesystem::path m_workspace;
    std::vector<Moved> m_moved;
    RunCommandSeams m_seams;
    bool m_done = true;
};

} // namespace moelab
