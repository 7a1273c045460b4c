#include "runs_window.h"

#include "base/error.h"
#include "base/limits.h"
#include "exporting/export_folder.h"
#include "message_line.h"
#include "plotting/figure.h"
#include "plotting/icons.h"
#include "queue/queue_panel.h"
#include "quiet_wheel.h"
#include "report/report_job.h"
#include "report/write_report.h"
#include "scroll_areas.h"
#include "session/core_words.h"
#include "session/run_name.h"
#include "session/session.h"
#include "session/settings.h"
#include "text/foreign_text.h"
#include "window_place.h"
#include "workspace/command_line.h"
#include "workspace/note_dialog.h"
#include "workspace/runs_panel.h"
#include "workspace/workspace.h"
#include "workspace/workspace_index.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QSplitter>
#include <QStatusBar>
#include <QTabWidget>
#include <QTableView>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

const QString kGeometry = QStringLiteral("runs/geometry");
constexpr int kPanelLines = 28; // of text, as high as a panel with a plot
constexpr int kTableLines = 12; // as high as the table with some runs, and what filters it
constexpr int kLeastTableLines = 10;

const QString kSplitter = QStringLiteral("runs/splitter");
const QString kWorkspace = QStringLiteral("runs/workspace");
const QString kPanel = QStringLiteral("runs/panel");

QString textOf(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

} // namespace

RunsWindow::RunsWindow(Session& session, Settings& settings, Dialogs dialogs, std::filesystem::path program)
    : m_session(session)
    , m_settings(settings)
    , m_dialogs(std::move(dialogs))
    , m_queue(std::move(program))
    , m_report(new ReportJob(this))
    , m_runs(new RunsPanel(m_workspace))
    , m_panels(new QTabWidget)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_message(new MessageLine(*this)) {
    setObjectName(QStringLiteral("runsWindow"));
    showTextAsItIs(*qApp);
    keepWheelForScrolling(*qApp);
    setAttribute(Qt::WA_QuitOnClose, false);
    m_panels->setObjectName(QStringLiteral("runsPanels"));
    m_panels->setDocumentMode(true);
    m_panels->hide();
    m_splitter->setObjectName(QStringLiteral("runsSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_runs);
    m_splitter->addWidget(m_panels);
    m_splitter->setSizes({260, 440});
    m_splitter->setStretchFactor(1, 1); // to the plots
    setCentralWidget(m_splitter);
    makeStatusBar();
    makeWorkspaceMenu();
    makeEditMenu();
    makeRunMenu();
    makeViewMenu();
    connect(&m_workspace, &WorkspaceView::failed, this, [this](const QString& problem) { refuse(problem); });
    connect(&m_workspace, &WorkspaceView::trashEmptied, this, [this] { say(tr("The trash is empty.")); });
    connect(m_report, &ReportJob::ended, this, [this](const QString& file, const QString& problem) {
        problem.isEmpty() ? say(tr("Wrote %1.").arg(file)) : refuse(problem);
    });
    connect(m_runs, &RunsPanel::openWanted, this, [this](const auto& run) { emit openWanted(textOf(run)); });
    connect(m_runs, &RunsPanel::renameWanted, this, &RunsWindow::rename);
    connect(m_runs, &RunsPanel::chosenChanged, this, [this] {
        refreshActions();
        forgetRefusal();
        emit chosenRunsChanged(chosenRuns());
    });
    connect(&m_queue, &QueueDriver::failed, this, [this](const QString& problem) { refuse(problem); });
    connect(&m_queue, &QueueDriver::added, this,
            [this](int runs) { say(runs == 1 ? tr("Queued 1 run.") : tr("Queued %Ln runs.", nullptr, runs)); });
    connect(&session, &Session::runChanged, this, &RunsWindow::refreshOpenRun);
    connect(&session, &Session::runMoved, this, &RunsWindow::refreshOpenRun);
    connect(&session, &Session::activityChanged, this, &RunsWindow::refreshOpenRun);
    m_runs->restore(settings);
    placeWindow(*this, settings.value(kGeometry).toByteArray(), {1280, 720});
    makePanels();
    refreshOpenRun();
    refreshActions();
    showWorkspace();
}

void RunsWindow::makeStatusBar() {
    m_message->setObjectName(QStringLiteral("runsMessage"));
    statusBar()->addWidget(m_message, 1);
}

void RunsWindow::addPanel(QWidget* panel, const char* name, const QString& title, const QIcon& icon) {
    panel->setObjectName(QLatin1String(name));
    auto* const area = new ViewArea(panel);
    m_panels->addTab(area, icon, title);
    m_panels->show();
    if (m_settings.value(kPanel).toString() == QLatin1String(name))
        m_panels->setCurrentWidget(area);
    m_splitter->restoreState(m_settings.value(kSplitter).toByteArray());
}

QWidget* RunsWindow::shownPanel() const { return static_cast<ViewArea*>(m_panels->currentWidget())->widget(); }

Runs RunsWindow::chosenRuns() const { return m_runs->chosen(); }

void RunsWindow::showWorkspace() {
    const std::filesystem::path& path = m_session.runsFolder();
    m_undo.clear(); // it would act on runs that are not to be seen
    m_workspace.setPath(path, indexFileOf(path));
    m_queue.setWorkspace(path);
    setWindowTitle(asWindowTitle(tr("Runs in %1").arg(inText(QDir::toNativeSeparators(textOf(path))))));
}

void RunsWindow::chooseWorkspace() {
    const QString folder =
        m_dialogs.openFolder(this, tr("Choose a workspace: a folder of runs"), textOf(m_session.runsFolder()));
    if (folder.isEmpty() ||
        (m_queue.hasRunning() &&
         !m_dialogs.confirm(this, {tr("The queue is training. Stop it? It can continue later from where it is."),
                                   tr("Stop the queue"), tr("Go on training"),
                                   [this] { return !m_queue.hasRunning(); }})))
        return;
    m_session.setRunsFolder(QDir(folder).absolutePath().toStdString());
    m_settings.setValue(kWorkspace, QDir(folder).absolutePath());
    say({});
    showWorkspace();
}

/// The run that is open, and whether it trains.
void RunsWindow::refreshOpenRun() { m_runs->setOpenRun(m_session.runFolder().toStdString(), m_session.training()); }

void RunsWindow::openChosen() {
    const std::vector<RunRow> rows = m_runs->chosenRows();
    if (rows.size() == 1)
        emit openWanted(textOf(rows.front().path));
}

void RunsWindow::rename(const std::filesystem::path& run, const QString& name) {
    attempt([&] {
        const RunNote before = readRunNote(run);
        RunNote after = before;
        after.name = name == textOf(run.filename()) ? std::string() : name.toStdString();
        if (after.name.size() > limits::kRunNameBytes)
            askNotes({run}, {before}, {after}); // where it can be mended
        else if (after != before)
            changeNotes(tr("rename"), {{run, before, after}});
    });
}

void RunsWindow::askNotes() {
    std::vector<std::filesystem::path> runs;
    std::vector<RunNote> before;
    for (const RunRow& row : m_runs->chosenRows())
        if (row.summary) {
            runs.push_back(row.path);
            before.push_back(row.summary->note);
        }
    if (!runs.empty())
        askNotes(runs, before, before);
}

/// @param notes that the dialog begins with
void RunsWindow::askNotes(const std::vector<std::filesystem::path>& runs, const std::vector<RunNote>& before,
                          const std::vector<RunNote>& notes) {
    auto* const dialog = new NoteDialog(notes, textOf(runs.front().filename()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, runs, before] {
        const std::vector<RunNote> after = dialog->notes();
        std::vector<NoteCommand::Change> changes;
        for (std::size_t i = 0; i < runs.size(); ++i)
            if (after[i] != before[i])
                changes.push_back({runs[i], before[i], after[i]});
        attempt([&] { changeNotes(tr("note and tags"), changes); });
    });
    dialog->open();
}

/// Writes those that can be written, which can be undone.
void RunsWindow::changeNotes(const QString& text, const std::vector<NoteCommand::Change>& changes) {
    std::vector<NoteCommand::Change> done;
    std::vector<std::filesystem::path> runs;
    QStringList problems;
    for (const NoteCommand::Change& change : changes) {
        try {
            writeRunNote(change.run, change.after);
            done.push_back(change);
            runs.push_back(change.run);
        } catch (const Error& fault) {
            problems << QString::fromStdString(fault.what());
        }
    }
    if (!done.empty()) {
        m_undo.push(new NoteCommand(text, std::move(done), seams()));
        reread(runs);
    }
    refuse(problems.join(u' '), chosenPaths());
}

void RunsWindow::moveChosenToTrash() {
    std::vector<TrashCommand::Moved> moved;
    std::vector<std::filesystem::path> runs;
    std::vector<std::filesystem::path> left;
    QStringList names;
    QStringList problems;
    const std::filesystem::path open = m_session.runFolder().toStdString();
    for (const RunRow& row : m_runs->chosenRows()) {
        if (row.path == open) {
            left.push_back(row.path);
            problems << tr("%1 is open in the main window. Open another run or begin a new one, then move this one "
                           "to the trash.")
                            .arg(inText(row.texts->name));
            continue;
        }
        try {
            moved.push_back({row.path, moveToTrash(m_workspace.path(), row.path)});
            runs.push_back(row.path);
            names << row.texts->name;
        } catch (const Error& problem) {
            left.push_back(row.path);
            problems << QString::fromStdString(problem.what());
        }
    }
    const auto count = static_cast<int>(moved.size());
    if (count > 0) {
        m_undo.push(new TrashCommand(tr("move to trash"), m_workspace.path(), std::move(moved), seams()));
        m_workspace.reread(runs);
    }
    if (!problems.isEmpty())
        refuse(problems.join(QLatin1Char(' ')), left);
    else
        say(count == 1 ? tr("Moved %1 to the trash.").arg(inText(names.front()))
                       : tr("Moved %Ln runs to the trash.", nullptr, count));
}

void RunsWindow::emptyTrash() {
    if (!m_dialogs.confirm(this, {tr("Delete all runs in the trash of this workspace? This cannot be undone."),
                                  tr("Delete"), tr("Keep")}))
        return;
    m_undo.clear(); // nothing can be put back any more
    m_workspace.emptyTrash();
}

void RunsWindow::copyCommandLine() {
    QStringList lines;
    for (const RunRow& row : m_runs->chosenRows())
        if (row.summary)
            lines << QString::fromStdString(commandLine(*row.summary));
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
    say(lines.size() == 1 ? tr("Copied: %1").arg(lines.front())
                          : tr("Copied %L1 command lines.").arg(lines.size()));
}

/// Of one run in depth, of two beside each other, of more as a table.
void RunsWindow::reportChosen() {
    std::vector<std::filesystem::path> runs;
    for (const RunRow& row : m_runs->chosenRows())
        runs.push_back(row.path);
    const QString title = runs.size() == 1 ? fileNameOfRun(textOf(runs.front()))
                                           : tr("%n runs of %1", nullptr, static_cast<int>(runs.size()))
                                                 .arg(textOf(m_workspace.path().filename()));
    const QString file = askExportFile(m_dialogs.saveFile, m_settings, this, tr("Report"),
                                       title + QStringLiteral(".html"), tr("Web page (*.html);;PDF (*.pdf)"));
    if (!file.isEmpty())
        attempt([&] {
            checkReportFile(file, IfExists::Replace); // before the runs are read for it
            m_report->start(runs, title, file);
        });
}

void RunsWindow::showFolder(const std::filesystem::path& folder) {
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(textOf(folder))))
        say(tr("No file manager could be opened. The folder is %1").arg(QDir::toNativeSeparators(textOf(folder))));
}

void RunsWindow::exportTable() {
    const QString file = askExportFile(m_dialogs.saveFile, m_settings, this, tr("Export the table"),
                                       QStringLiteral("runs.csv"), tr("Table (*.csv)"));
    if (!file.isEmpty())
        attempt([&] {
            exportFigure(m_runs->figure(), file, {});
            say(tr("Wrote %1.").arg(file));
        });
}

/// After their notes or places changed; the run that is open may be among them. What was said before is of how they
/// were.
void RunsWindow::reread(const std::vector<std::filesystem::path>& runs) {
    say({});
    m_workspace.reread(runs);
    m_session.readTitle();
}

RunCommandSeams RunsWindow::seams() {
    return {[this](const auto& runs) { reread(runs); }, [this](const QString& message) { refuse(message); }};
}

/// Runs what may fail; its message goes to the status bar.
void RunsWindow::attempt(const std::function<void()>& act) {
    try {
        act();
    } catch (const std::exception& problem) {
        refuse(messageOf(problem), chosenPaths());
    }
}

std::vector<std::filesystem::path> RunsWindow::chosenPaths() const {
    std::vector<std::filesystem::path> paths;
    for (const RunRow& row : m_runs->chosenRows())
        paths.push_back(row.path);
    return paths;
}

/// @param runs what was refused of, if of some; once none of them is chosen it is no news
void RunsWindow::refuse(const QString& message, std::vector<std::filesystem::path> runs) {
    m_message->refuse(message);
    m_refused = std::move(runs);
}

void RunsWindow::forgetRefusal() {
    const std::vector<std::filesystem::path> chosen = chosenPaths();
    const auto isChosen = [&](const auto& run) { return std::ranges::find(chosen, run) != chosen.end(); };
    if (!m_refused.empty() && std::ranges::none_of(m_refused, isChosen))
        say({});
}

void RunsWindow::say(const QString& message) {
    m_refused.clear();
    m_message->tell(message);
}

void RunsWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    m_workspace.setFollowing(true);
}

void RunsWindow::hideEvent(QHideEvent* event) {
    QMainWindow::hideEvent(event);
    m_workspace.setFollowing(false);
}

/// The panels keep what a plot needs, but for some lines of the table; what has less room scrolls.
void RunsWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    const int line = fontMetrics().lineSpacing();
    const int before = m_splitter->sizes()[0];
    const int all = before + m_splitter->sizes()[1];
    const int most = all - kPanelLines * line;
    const int least = std::clamp(most, kLeastTableLines * line, kTableLines * line);
    const int table = std::clamp(before, least, std::max(least, most));
    if (m_panels->isVisible() && table != before)
        m_splitter->setSizes({table, all - table});
}

void RunsWindow::closeEvent(QCloseEvent* event) {
    m_runs->save(m_settings);
    m_settings.setValue(kGeometry, saveGeometry());
    if (m_panels->count() > 0) {
        m_settings.setValue(kSplitter, m_splitter->saveState());
        m_settings.setValue(kPanel, shownPanel()->objectName());
    }
    QMainWindow::closeEvent(event);
}

} // namespace moelab
