#include "workspace/run_commands.h"

#include "base/error.h"
#include "workspace/workspace.h"

#include <utility>

namespace moelab {
namespace {

/// Runs `act` on each. Those that fail are dropped, and stop no other. @returns what was wrong with them
template <class Each, class Act>
QString keepWhatCan(std::vector<Each>& all, const Act& act) {
    QStringList problems;
    std::vector<Each> kept;
    for (Each& each : all) {
        try {
            act(each);
            kept.push_back(std::move(each));
        } catch (const Error& problem) {
            problems << QString::fromStdString(problem.what());
        }
    }
    all = std::move(kept);
    return problems.join(u' ');
}

template <class Each>
std::vector<std::filesystem::path> runsOf(const std::vector<Each>& all) {
    std::vector<std::filesystem::path> runs;
    for (const Each& each : all)
        runs.push_back(each.run);
    return runs;
}

} // namespace

NoteCommand::NoteCommand(const QString& text, std::vector<Change> changes, RunCommandSeams seams)
    : QUndoCommand(text)
    , m_changes(std::move(changes))
    , m_seams(std::move(seams)) {}

void NoteCommand::write(RunNote Change::*note) {
    const QString problems =
        keepWhatCan(m_changes, [&](const Change& change) { writeRunNote(change.run, change.*note); });
    setObsolete(m_changes.empty());
    m_seams.changed(runsOf(m_changes));
    if (!problems.isEmpty())
        m_seams.failed(problems);
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

void TrashCommand::tell(const QString& problems) {
    setObsolete(m_moved.empty());
    m_seams.changed(runsOf(m_moved));
    if (!problems.isEmpty())
        m_seams.failed(problems);
}

void TrashCommand::undo() {
    tell(keepWhatCan(m_moved, [](const Moved& each) { putBack(each.trashed, each.run); }));
}

void TrashCommand::redo() {
    if (!std::exchange(m_done, false))
        tell(keepWhatCan(m_moved, [this](Moved& each) { each.trashed = moveToTrash(m_workspace, each.run); }));
}

} // namespace moelab
