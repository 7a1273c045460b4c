#include "runs_window.h"

#include "menu_action.h"
#include "plotting/icons.h"
#include "workspace/runs_panel.h"

#include <QAction>
#include <QMenuBar>
#include <QTableView>

namespace moelab {

void RunsWindow::makeWorkspaceMenu() {
    QMenu* const menu = menuBar()->addMenu(tr("&Workspace"));
    addMenuAction(menu, "chooseWorkspace", tr("Choose another &workspace…"), QKeySequence::Open, [this] {
        chooseWorkspace();
    })->setIcon(icon("open"));
    addMenuAction(menu, "showWorkspaceFolder", tr("Show its &folder"), {},
                  [this] { showFolder(m_workspace.path()); });
    addMenuAction(menu, "lookAgain", tr("&Refresh"), QKeySequence::Refresh, [this] { m_workspace.rescan(); });
    menu->addSeparator();
    addMenuAction(menu, "exportRuns", tr("&Export the table…"), Qt::CTRL | Qt::Key_E, [this] {
        exportTable();
    })->setIcon(icon("export"));
    addMenuAction(menu, "exportPanel", tr("Export the panel &below…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E,
                  [this] { exportPanel(); });
    menu->addSeparator();
    addMenuAction(menu, "emptyTrash", tr("E&mpty the trash…"), {}, [this] { emptyTrash(); });
    menu->addSeparator();
    addMenuAction(menu, "closeRuns", tr("&Close"), QKeySequence::Close, [this] { close(); });
}

void RunsWindow::makeEditMenu() {
    QMenu* const menu = menuBar()->addMenu(tr("&Edit"));
    QAction* const undo = m_undo.createUndoAction(menu, tr("&Undo"));
    undo->setObjectName(QStringLiteral("undoRuns"));
    undo->setIcon(icon("undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* const redo = m_undo.createRedoAction(menu, tr("&Redo"));
    redo->setObjectName(QStringLiteral("redoRuns"));
    redo->setIcon(icon("redo"));
    redo->setShortcut(QKeySequence::Redo);
    menu->addActions({undo, redo});
    menu->addSeparator();
    addMenuAction(menu, "searchRuns", tr("&Search"), QKeySequence::Find, [this] { m_runs->search(); });
}

/// The same actions in the menu and at the pointer. Keys that a text field also takes act in the table alone.
void RunsWindow::makeRunMenu() {
    QMenu* const menu = menuBar()->addMenu(tr("&Run"));
    QAction* const open =
        addMenuAction(menu, "openChosenRun", tr("&Open"), Qt::Key_Return, [this] { openChosen(); });
    open->setIcon(icon("open"));
    open->setShortcuts({Qt::Key_Return, Qt::Key_Enter});
    QAction* const rename =
        addMenuAction(menu, "renameRun", tr("Re&name"), Qt::Key_F2, [this] { m_runs->editName(); });
    QAction* const note =
        addMenuAction(menu, "editNote", tr("Note and &tags…"), Qt::CTRL | Qt::Key_T, [this] { askNotes(); });
    QAction* const copy = addMenuAction(menu, "copyCommandLine", tr("&Copy as command line"), QKeySequence::Copy,
                                        [this] { copyCommandLine(); });
    QAction* const report = addMenuAction(menu, "reportRuns", tr("Re&port…"), Qt::CTRL | Qt::SHIFT | Qt::Key_P,
                                          [this] { reportChosen(); });
    QAction* const show = addMenuAction(menu, "showRunFolder", tr("Show &folder"), {},
                                        [this] { showFolder(m_runs->chosenRows().front().path); });
    QAction* const repeat =
        addMenuAction(menu, "repeatRun", tr("&Repeat with other seeds…"), {}, [this] { askSweep(false); });
    QAction* const sweep = addMenuAction(menu, "sweepRun", tr("&Sweep…"), {}, [this] { askSweep(true); });
    QAction* const trash = addMenuAction(menu, "trashRuns", tr("&Move to trash"), QKeySequence::Delete,
                                         [this] { moveChosenToTrash(); });
    for (QAction* action : {open, rename, copy, trash})
        action->setShortcutContext(Qt::WidgetShortcut);
    m_onOne = {open, rename, show, repeat, sweep};
    m_onSome = {note, copy, report, trash};
    m_runs->table().addActions(menu->actions());
}

void RunsWindow::makeViewMenu() {
    QMenu* const menu = menuBar()->addMenu(tr("&View"));
    QMenu* const columns = menu->addMenu(tr("&Columns"));
    columns->setObjectName(QStringLiteral("columnsMenu"));
    connect(columns, &QMenu::aboutToShow, this, [this, columns] {
        columns->clear();
        m_runs->offerColumns(*columns);
    });
}

void RunsWindow::refreshActions() {
    const std::vector<RunRow> rows = m_runs->chosenRows();
    for (QAction* action : m_onOne)
        action->setEnabled(rows.size() == 1);
    for (QAction* action : m_onSome)
        action->setEnabled(!rows.empty());
}

} // namespace moelab
