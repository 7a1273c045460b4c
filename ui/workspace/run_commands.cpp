#include "workspace/run_commands.h"

#include "base/error.h"
#include "workspace/workspace.h"

#include <utility>

namespace moelab {

NoteCommand::NoteCommand(const QString& text, std::vector<Change> changes, RunCommandSeams seams)
    : QUndoCommand(text)
    , m_changes(std::move(changes))
    , m_seams(std::move(seams)) {}

void NoteCommand::write(RunNote Change::*note) {
    std::vector<std::filesystem::path> runs;
    try {
        for (const Change& change : m_changes) {
            writeRunNote(change.run, change.*note);
            runs.push_back(change.run);
        }
    } catch (const Error& problem) {
        setObsolete(true);
        m_seams.failed(QString::fromStdString(problem.what()));
    }
    m_seams.changed(runs);
}

void NoteCommand::undo() { write(&Change::before); }

void NoteCommand::redo() {
    if (!std::exchange(m_done, false))
        write(&Change::after);
}

TrashCommand::TrashCommand(const QString& text, std::filesystem::path workspace, std::vector<Moved> moved,
                           RunCommandSeams seams)
    : QUndoCommand(text)
    , m_workspace(std::move(workspace))
    , m_moved(std::move(moved))
    , m_seams(std::move(seams)) {}

void TrashCommand::tell() {
    std::vector<std::filesystem::path> runs;
    for (const Moved& each : m_moved)
        runs.push_back(each.run);
    m_seams.changed(runs);
}

void TrashCommand::undo() {
    try {
        for (const Moved& each : m_moved)
            putBack(each.trashed, each.run);
    } catch (const Error& problem) {
        setObsolete(true);
        m_seams.failed(QString::fromStdString(problem.what()));
    }
    tell();
}

void TrashCommand::redo() {
    if (std::exchange(m_done, false))
        return;
    try {
        for (Moved& each : m_moved)
            each.trashed = moveToTrash(m_workspace, each.run);
    } catch (const Error& problem) {
        setObsolete(true);
        m_seams.failed(QString::fromStdString(problem.what()));
    }
    tell();
}

} // namespace moelab
