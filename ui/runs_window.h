#pragma once

#include "queue/queue_driver.h"
#include "text/question.h"
#include "workspace/run_commands.h"
#include "workspace/runs.h"
#include "workspace/workspace_view.h"

#include <QMainWindow>
#include <QUndoStack>

#include <functional>
#include <vector>

class QSplitter;
class QTabWidget;

namespace moelab {

class ReportJob;
class ComparisonPanel;
class EffectsPanel;
class MessageLine;
class RunsPanel;
class Session;
class Settings;

/// The window of a workspace: the table of its runs above, what looks at several runs below.
class RunsWindow : public QMainWindow {
    Q_OBJECT
  public:
    /// How the window asks, so that a test can answer.
    struct Dialogs {
        std::function<QString(QWidget*, const QString& title, const QString& begin)> openFolder;
        std::function<QString(QWidget*, const QString& title, const QString& name, const QString& filter)> saveFile;
        std::function<bool(QWidget*, const Question&)> confirm;
    };

    /// Shows the session's folder of runs, and marks the session's run.
    /// @param program the path of moelab, which trains the runs of the queue
    RunsWindow(Session& session, Settings& settings, Dialogs dialogs, std::filesystem::path program);

    /// Adds a tab below the table. It learns of the runs by chosenRunsChanged.
    void addPanel(QWidget* panel, const char* name, const QString& title, const QIcon& icon);
    WorkspaceView& workspace() { return m_workspace; }
    QueueDriver& queue() { return m_queue; }
    /// In the table's order; without damaged ones.
    Runs chosenRuns() const;

  signals:
    void openWanted(const QString& run);
    /// Some test images of a run, as its stage answered them. @param positions ascending
    void imagesWanted(const QString& run, const QString& stage, const std::vector<std::int64_t>& positions);
    /// Others are chosen, or the table shows others.
    void chosenRunsChanged(const Runs& chosen);

  protected:
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void makeWorkspaceMenu();
    void makeEditMenu();
    void makeRunMenu();
    void makeViewMenu();
    void makeStatusBar();
    void makePanels();
    QWidget* shownPanel() const;
    void exportPanel();
    void refreshActions();
    void refreshOpenRun();
    void showWorkspace();
    void chooseWorkspace();
    void openChosen();
    void rename(const std::filesystem::path& run, const QString& name);
    void askNotes();
    void askNotes(const std::vector<std::filesystem::path>& runs, const std::vector<RunNote>& before,
                  const std::vector<RunNote>& notes);
    void askSweep(bool vary);
    void changeNotes(const QString& text, const std::vector<NoteCommand::Change>& changes);
    void moveChosenToTrash();
    void emptyTrash();
    void copyCommandLine();
    void reportChosen();
    void showFolder(const std::filesystem::path& folder);
    void exportTable();
    void attempt(const std::function<void()>& act);
    std::vector<std::filesystem::path> chosenPaths() const;
    void refuse(const QString& message, std::vector<std::filesystem::path> runs = {});
    void forgetRefusal();
    void say(const QString& message);
    void reread(const std::vector<std::filesystem::path>& runs);
    RunCommandSeams seams();

    Session& m_session;
    Settings& m_settings;
    Dialogs m_dialogs;
    WorkspaceView m_workspace;
    QueueDriver m_queue;
    QUndoStack m_undo;
    ReportJob* m_report;
    RunsPanel* m_runs;
    QTabWidget* m_panels;
    ComparisonPanel* m_comparison = nullptr;
    EffectsPanel* m_effects = nullptr;
    QSplitter* m_splitter;
    MessageLine* m_message;
    std::vector<std::filesystem::path> m_refused; ///< what it says was refused of
    QList<QAction*> m_onOne;                      ///< need one run
    QList<QAction*> m_onSome;                     ///< need one or more
};

} // namespace moelab
