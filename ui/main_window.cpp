#include "main_window.h"

#include "exporting/folder_export.h"
#include "message_line.h"
#include "notice_bar.h"
#include "outdated_bar.h"
#include "panels.h"
#include "parameters/data_chooser.h"
#include "pictures/picture_file.h"
#include "quiet_wheel.h"
#include "runs_window.h"
#include "session/core_words.h"
#include "session/run_choices.h"
#include "session/view.h"
#include "stages/stage_board.h"
#include "text/elided_label.h"
#include "text/foreign_text.h"
#include "window_place.h"
#include "workbench.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QMimeData>
#include <QProgressBar>
#include <QTabWidget>
#include <QToolButton>

#include <algorithm>
#include <chrono>
#include <utility>

namespace moelab {
namespace {

/// Raised when docks are renamed or moved, so that an older layout is not forced on them.
constexpr int kLayoutVersion = 2;

constexpr QSize kFirstSize(1280, 800);

/// In which a session manager ends what it has saved.
constexpr std::chrono::seconds kLogoutTime{30};

} // namespace

MainWindow::MainWindow(Session& session, Settings& settings, std::shared_ptr<LogSink> log, Dialogs dialogs)
    : m_session(session)
    , m_settings(settings)
    , m_dialogs(std::move(dialogs))
    , m_export(new FolderExport(session, this)) {
    setObjectName(QStringLiteral("mainWindow"));
    showTextAsItIs(*qApp);
    keepWheelForScrolling(*qApp);
    setAcceptDrops(true);
    makeStatusBar();
    makeMiddle();
    makePanels(std::move(log));
    makeFileMenu();
    makeEditMenu();
    makeTrainMenu();
    makeViewMenu();
    makeExportMenu();
    makeHelpMenu();
    connectSession();
    restore();
    refreshTitle();
    refreshActions();
}

MainWindow::~MainWindow() = default;

void MainWindow::connectSession() {
    connect(&m_session, &Session::runChanged, this, [this] {
        if (m_session.hasRun())
            rememberRun();
        say({});
        refreshTitle();
        refreshActions();
    });
    connect(&m_session, &Session::runMoved, this, [this] {
        m_settings.addRecentRun(m_session.runFolder());
        refreshTitle();
    });
    connect(&m_session, &Session::runRenamed, this, &MainWindow::refreshTitle);
    connect(&m_session, &Session::dataChanged, this, [this] {
        if (std::exchange(m_lacksImages, m_session.lacksImages()) && m_session.data() && !m_lacksImages)
            forgetRefusal(); // they are found
        refreshTitle();
    });
    connect(&m_session, &Session::outputsChanged, this, &MainWindow::showWanted);
    connect(&m_session, &Session::stagesChanged, this, [this] {
        const bool trained = std::exchange(m_trains, m_session.training());
        if (!trained && m_trains)
            forgetRefusal();
        if (trained != m_trains && isAtStart())
            showStart(); // it says what trains
        refreshActions();
        refreshStatus();
    });
    connect(&m_session, &Session::activityChanged, this, [this] {
        refreshActions();
        refreshStatus();
    });
    connect(&m_session.exports(), &Exports::ended, this, [this](const QString& file, const QString& problem) {
        if (m_export->running())
            return; // it says so at its end
        problem.isEmpty() ? say(tr("Wrote %1.").arg(file)) : refuse(problem);
    });
    connect(&m_session.trainer(), &Trainer::retrainAsked, this, &MainWindow::trainAgain);
    connect(&m_session.selection(), &Selection::stageChanged, this, &MainWindow::refreshActions);
    connect(&m_session, &Session::failed, this, &MainWindow::refuse);
    connect(&m_session.selection(), &Selection::choiceChanged, this, &MainWindow::forgetRefusal);
    connect(&m_session.selection(), &Selection::imageChanged, this, &MainWindow::forgetRefusal);
    connect(&m_session, &Session::told, this, &MainWindow::tell);
}

/// What was done. What was refused before is no news then.
void MainWindow::say(const QString& message) {
    tell(message);
    m_notice->say({});
}

/// In the status bar: what is good to know.
void MainWindow::tell(const QString& message) { m_message->tell(message); }

/// Over the views, where it is not overlooked.
void MainWindow::refuse(const QString& message) {
    tell({});
    m_notice->say(QString(message).replace(u'\n', u' '));
}

/// Once something else was done, what was refused before is no news.
void MainWindow::forgetRefusal() { m_notice->say({}); }

/// Runs what may fail, and says why it did.
void MainWindow::attempt(const std::function<void()>& act) {
    try {
        act();
    } catch (const std::exception& problem) {
        refuse(messageOf(problem));
    }
}

void MainWindow::refreshTitle() {
    if (isAtStart()) {
        setWindowTitle(QApplication::applicationDisplayName()); // the first page is of no run
        return;
    }
    QString run = m_session.hasRun() ? inText(m_session.runTitle()) : tr("new run");
    if (m_session.readOnly())
        run = tr("%1 (read only)").arg(run);
    const auto images = m_session.data();
    setWindowTitle(
        asWindowTitle(images ? tr("%1 on %2").arg(run, inText(QString::fromStdString(images->source.name))) : run));
}

void MainWindow::refreshActions() {
    const StageView* const chosen = m_session.findStage(m_session.selection().stage());
    const bool training = m_session.training();
    const bool left = std::ranges::any_of(m_session.stages(), [](const StageView& view) {
        return view.status != StageStatus::Done && view.status != StageStatus::Queued && !view.active();
    });
    m_trainAll->setEnabled(left && m_session.data());
    m_trainOne->setEnabled(chosen && chosen->status != StageStatus::Done &&
                           chosen->status != StageStatus::Waiting && chosen->status != StageStatus::Queued &&
                           !chosen->active());
    m_pause->setEnabled(training);
    m_pause->setChecked(m_session.paused());
    m_pause->setText(m_session.paused() ? tr("&Continue") : tr("&Pause"));
    m_saveElsewhere->setEnabled(m_session.waitsForPlace());
    m_elsewhere->setVisible(m_session.waitsForPlace());
    m_stop->setEnabled(training || m_session.fetching() || m_session.opening() || m_export->running());
    m_exportAll->setEnabled(m_session.hasRun() && !m_export->running());
    m_reset->setEnabled(chosen && !training && !chosen->epochs.empty());
}

void MainWindow::refreshStatus() {
    if (m_export->running())
        return; // the export says how far it is
    double left = 0;
    bool more = false; // stages whose time nobody knows yet
    int done = 0;
    double share = 0;
    for (const StageView& view : m_session.stages()) {
        done += view.status == StageStatus::Done;
        share += view.status == StageStatus::Done ? 1 : 0;
        more |= view.status == StageStatus::Queued;
        if (!view.progress)
            continue;
        const double remaining = secondsLeft(*view.progress);
        left = std::max(left, remaining);
        share += view.progress->seconds / (view.progress->seconds + remaining);
    }
    const auto stages = static_cast<int>(m_session.stages().size());
    m_progress->setRange(0, 1000);
    m_progress->setValue(qRound(1000 * share / stages));
    if (m_session.paused())
        showActivity(tr("Paused; %1 of %n stages", nullptr, stages).arg(done));
    else if (left > 0)
        showActivity((more ? tr("%1 of %n stages, over %2 left", nullptr, stages)
                           : tr("%1 of %n stages, %2 left", nullptr, stages))
                         .arg(done)
                         .arg(clockText(left)));
    else if (!m_session.activity().isEmpty())
        showActivity(tr("%1 of %n stages; %2…", nullptr, stages).arg(done).arg(m_session.activity()));
    else
        showActivity(tr("%1 of %n stages", nullptr, stages).arg(done));
}

void MainWindow::showActivity(const QString& text) { m_activity->setText(inLine(text)); }

void MainWindow::resetStage(const QString& stage) {
    const StageView* const view = m_session.findStage(stage);
    if (!view)
        return;
    const auto epochs = static_cast<int>(view->epochs.size());
    const QString text = epochs == 1 ? tr("Delete the weights of %1, trained for 1 epoch?")
                                     : tr("Delete the weights of %1, trained for %n epochs?", nullptr, epochs);
    if (m_dialogs.confirm(this, {text.arg(titleOf(view->stage)), tr("Delete"), tr("Keep")}))
        m_session.resetStage(stage);
}

void MainWindow::trainAgain(const QStringList& stages, const QString& question) {
    switch (m_dialogs.trainAgain(this, question)) {
    case TrainAgain::AsNewRun:
        m_session.trainer().trainAsNewRun(stages);
        break;
    case TrainAgain::Here:
        m_session.trainer().retrain(stages);
        break;
    case TrainAgain::Not:
        break;
    }
}

void MainWindow::saveElsewhere() {
    const QString folder = m_dialogs.openFolder(this, tr("Choose a folder in which the run continues"), {});
    if (!folder.isEmpty())
        m_session.trainer().saveElsewhere(folder);
}

void MainWindow::openPictures(const QStringList& files) {
    leaveStart();
    m_panels->show(m_inspectorDock); // there they are shown
    m_session.pictures().add(files);
}

/// Keys that were in the view before go on in what this one shows, not in its first field.
void MainWindow::showView(const QString& name) {
    leaveStart();
    const View& before = m_workbench->shownView();
    const bool hadKeys = before.isAncestorOf(QApplication::focusWidget());
    m_workbench->showView(name);
    View& shown = m_workbench->shownView();
    QWidget* const canvas = shown.canvas();
    if (hadKeys && &shown != &before && canvas && canvas->isVisible())
        canvas->setFocus(Qt::OtherFocusReason);
}

/// The keyboard goes with it: to its tab, from which Down leads into it.
void MainWindow::showViewForKeys(const QString& name) {
    showView(name);
    m_workbench->tabs().setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::fillWindow(bool fills) {
    if (fills && !m_workbench->tabs().isAncestorOf(QApplication::focusWidget()))
        m_workbench->tabs().setFocus(Qt::ShortcutFocusReason); // not in a panel that will be away
    arrange();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().front().isLocalFile())
        event->acceptProposedAction();
}

/// Pictures are asked about; anything else is a run or data. Afterwards: a question would keep the program waiting
/// that they are dragged from.
void MainWindow::dropEvent(QDropEvent* event) {
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    event->acceptProposedAction();
    const auto take = [this, files] { isPicture(files.front()) ? openPictures(files) : open(files.front()); };
    QMetaObject::invokeMethod(this, take, Qt::QueuedConnection);
}

void MainWindow::closeWithoutAsking() {
    m_nobodyThere = QDeadlineTimer::Forever;
    close();
}

void MainWindow::saveForLogout() {
    save();
    m_nobodyThere.setRemainingTime(kLogoutTime);
}

/// What closing would stop, if anything.
QString MainWindow::stoppedByClosing() const {
    const bool queue = m_runs && m_runs->queue().hasRunning();
    if (m_session.training() && queue)
        return tr(
            "A stage is training, and so is the queue. Stop both and close? All finished epochs are kept, and "
            "the queue can continue later from where it is.");
    if (m_session.training())
        return tr("A stage is training. Stop it and close? All finished epochs are kept.");
    return queue ? tr("The queue is training. Stop it and close? It can continue later from where it is.")
                 : QString();
}

/// Asks, and again where part of it has ended before there was an answer.
bool MainWindow::mayStop() {
    QString asked;
    for (QString stopped = stoppedByClosing(); stopped != asked && !stopped.isEmpty();
         stopped = stoppedByClosing()) {
        asked = stopped;
        if (!m_dialogs.confirm(this, {stopped, tr("Stop and close"), tr("Go on training"),
                                      [this, stopped] { return stoppedByClosing() != stopped; }}))
            return false;
    }
    return true;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_nobodyThere.hasExpired() && !mayStop()) {
        event->ignore();
        return;
    }
    m_session.stop();
    if (m_runs)
        m_runs->close();
    m_runs.reset(); // ends the queue's processes, their state saved
    save();
    event->accept();
}

void MainWindow::restore() {
    placeWindow(*this, m_settings.geometry(), kFirstSize);
    if (!restoreState(m_settings.layout(), kLayoutVersion))
        sizePanels();
    m_panels->restore(m_settings);
    m_chooser->restore(m_settings);
    arrange(); // whatever the layout showed
    m_workbench->board().restore(m_settings);
    m_workbench->showView(m_settings.value(QStringLiteral("window/view")).toString());
    for (View* view : m_workbench->views())
        view->restore(m_settings);
    m_workbench->tabs().setFocus(); // not a card, which would look like the chosen one
    new RunChoices(m_session, m_settings, this);
}

void MainWindow::save() {
    m_settings.setWindow(saveGeometry(), saveState(kLayoutVersion));
    m_panels->save(m_settings);
    m_chooser->save(m_settings);
    m_workbench->board().save(m_settings);
    m_settings.setValue(QStringLiteral("window/view"), m_workbench->shownView().objectName());
    for (const View* view : m_workbench->views())
        view->save(m_settings);
}

} // namespace moelab
