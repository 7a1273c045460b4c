#include "main_window.h"

#include "exporting/folder_export.h"
#include "inspector/inspector_panel.h"
#include "log/log_panel.h"
#include "model_choice.h"
#include "outdated_bar.h"
#include "parameters/data_chooser.h"
#include "parameters/parameters_panel.h"
#include "pictures/picture_file.h"
#include "plotting/figure_size_dialog.h"
#include "plotting/icons.h"
#include "quiet_wheel.h"
#include "runs_window.h"
#include "scroll_areas.h"
#include "selection_bar.h"
#include "session/run_choices.h"
#include "stages/stage_board.h"
#include "text/foreign_text.h"
#include "view_table.h"
#include "window_place.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QSplitter>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <utility>

namespace moelab {
namespace {

/// Raised when docks are renamed or moved, so that an older layout is not forced on them.
constexpr int kLayoutVersion = 1;

/// Letters of what is being done.
constexpr int kMostActivity = 60;

/// In which a session manager ends what it has saved.
constexpr std::chrono::seconds kLogoutTime{30};

} // namespace

MainWindow::Dialogs MainWindow::systemDialogs() {
    return {[](QWidget* parent, const QString& title, const QString& filter) {
                return QFileDialog::getOpenFileName(parent, title, {}, filter);
            },
            [](QWidget* parent, const QString& title) { return QFileDialog::getExistingDirectory(parent, title); },
            [](QWidget* parent, const QString& title, const QString& name, const QString& filter) {
                return QFileDialog::getSaveFileName(parent, title, name, filter);
            },
            [](QWidget* parent, const QString& question) {
                QMessageBox box(QMessageBox::Question, QApplication::applicationDisplayName(), question,
                                QMessageBox::Yes | QMessageBox::No, parent);
                box.setTextFormat(Qt::PlainText);
                return box.exec() == QMessageBox::Yes;
            },
            askFigureSize,
            [](QWidget* parent, const QString& title, const QString& filter) {
                return QFileDialog::getOpenFileNames(parent, title, {}, filter);
            },
            askTrainAgain};
}

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
    makeCentre();
    makeDocks(std::move(log));
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

void MainWindow::makeCentre() {
    m_board = new StageBoard(m_session);
    auto* const boardArea = new BoardArea(m_board);
    m_views = new QTabWidget;
    m_views->setObjectName(QStringLiteral("views"));
    m_views->setDocumentMode(true);
    for (const ViewRow& row : viewTable()) {
        View* const view = row.make(m_session);
        view->setObjectName(QLatin1String(row.name));
        m_views->addTab(view, icon(row.icon), translatedTitle(row.title));
        connect(view, &View::refused, this, &MainWindow::refuse);
        connect(view, &View::imagesChosen, this, [this] { showView(QLatin1String(kImagesView)); });
    }
    m_selectionBar = new SelectionBar(m_session);
    connect(m_board, &StageBoard::resetWanted, this, &MainWindow::resetStage);
    connect(m_board, &StageBoard::layersWanted, this, [this] { showView(QLatin1String(kLayersView)); });
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setObjectName(QStringLiteral("centre"));
    m_views->setCornerWidget(new ModelChoice(m_session));
    m_outdated = new OutdatedBar(m_session);
    auto* const below = new QWidget;
    auto* const layout = new QVBoxLayout(below);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_outdated);
    layout->addWidget(m_views, 1);
    m_splitter->addWidget(boardArea);
    m_splitter->addWidget(below);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({m_board->sizeHint().height() + 4, 600});
    setCentralWidget(m_splitter);
}

/// In the order of the tabs.
std::vector<View*> MainWindow::views() const {
    std::vector<View*> views;
    for (int i = 0; i < m_views->count(); ++i)
        views.push_back(static_cast<View*>(m_views->widget(i)));
    return views;
}

void MainWindow::makeDocks(std::shared_ptr<LogSink> log) {
    auto* const content = new QWidget;
    auto* const layout = new QVBoxLayout(content);
    auto* const chooser = new DataChooser(m_session);
    m_parameters = new ParametersPanel(m_session);
    layout->addWidget(chooser);
    layout->addWidget(m_parameters);
    layout->addStretch();
    auto* const area = new VerticalScroll(content);
    QDockWidget* const parameters =
        addDock(tr("Parameters"), "parametersDock", "parameters", area, Qt::LeftDockWidgetArea);
    m_inspector = new InspectorPanel(m_session);
    QDockWidget* const inspector = addDock(tr("Inspector"), "inspectorDock", "inspector",
                                           new VerticalScroll(m_inspector), Qt::RightDockWidgetArea);
    QDockWidget* const logDock =
        addDock(tr("Log"), "logDock", "log", new LogPanel(std::move(log)), Qt::BottomDockWidgetArea);
    logDock->hide();
    resizeDocks({parameters, inspector}, {292, 304}, Qt::Horizontal);
    resizeDocks({logDock}, {150}, Qt::Vertical);
    connect(m_parameters, &ParametersPanel::refused, this, &MainWindow::refuse);
    connect(m_parameters, &ParametersPanel::accepted, this, &MainWindow::forgetRefusal);
    connect(m_outdated, &OutdatedBar::undoWanted, this, [this] {
        m_parameters->changeTo(m_session.shownParameters(), tr("return to the parameters of the results"));
    });
    connect(chooser, &DataChooser::fileWanted, this, [this] {
        const QString file = m_dialogs.openFile(this, tr("Open a CIFAR-10 archive"),
                                                tr("Archives (*.tar.gz *.tgz *.tar *.zip);;All files (*)"));
        if (!file.isEmpty())
            m_session.startDraft(file);
    });
    connect(chooser, &DataChooser::folderWanted, this, [this] {
        const QString folder = m_dialogs.openFolder(this, tr("Open a CIFAR-10 folder"));
        if (!folder.isEmpty())
            m_session.startDraft(folder);
    });
    connect(chooser, &DataChooser::movedFileWanted, this, [this] {
        const QString file = m_dialogs.openFile(this, tr("Locate the run's archive"),
                                                tr("Archives (*.tar.gz *.tgz *.tar *.zip);;All files (*)"));
        if (!file.isEmpty())
            m_session.moveData(file);
    });
    connect(chooser, &DataChooser::movedFolderWanted, this, [this] {
        const QString folder = m_dialogs.openFolder(this, tr("Locate the run's folder of images"));
        if (!folder.isEmpty())
            m_session.moveData(folder);
    });
}

QDockWidget* MainWindow::addDock(const QString& title, const char* name, const char* iconName, QWidget* content,
                                 Qt::DockWidgetArea area) {
    auto* const dock = new QDockWidget(title);
    dock->setObjectName(QLatin1String(name));
    dock->setWidget(content);
    dock->setWindowIcon(icon(iconName));
    dock->toggleViewAction()->setIcon(icon(iconName));
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::makeStatusBar() {
    m_message = new QLabel;
    m_message->setObjectName(QStringLiteral("message"));
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_activity = new QLabel;
    m_activity->setObjectName(QStringLiteral("activity"));
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("overallProgress"));
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_progress->setMaximumWidth(160);
    m_progress->setTextVisible(false);
    m_elsewhere = new QToolButton;
    m_elsewhere->setObjectName(QStringLiteral("elsewhere"));
    m_elsewhere->hide();
    statusBar()->addWidget(m_message, 1);
    statusBar()->addWidget(m_elsewhere);
    statusBar()->addPermanentWidget(m_activity);
    statusBar()->addPermanentWidget(m_progress);
}

void MainWindow::connectSession() {
    connect(&m_session, &Session::runChanged, this, [this] {
        if (m_session.hasRun())
            m_settings.addRecentRun(m_session.runFolder());
        say({});
        refreshTitle();
        refreshActions();
    });
    connect(&m_session, &Session::runMoved, this, [this] {
        m_settings.addRecentRun(m_session.runFolder());
        refreshTitle();
    });
    connect(&m_session, &Session::dataChanged, this, &MainWindow::refreshTitle);
    connect(&m_session, &Session::outputsChanged, this, &MainWindow::showWanted);
    connect(&m_session, &Session::stagesChanged, this, [this] {
        if (!std::exchange(m_trains, m_session.training()) && m_trains)
            forgetRefusal();
        refreshActions();
        refreshStatus();
    });
    connect(&m_session, &Session::activityChanged, this, [this] {
        refreshActions();
        refreshStatus();
    });
    connect(&m_session.exports(), &Exports::ended, this, [this](const QString& file, const QString& problem) {
        if (!m_export->running())
            say(problem.isEmpty() ? tr("Wrote %1.").arg(file) : problem);
    });
    connect(&m_session.trainer(), &Trainer::retrainAsked, this, &MainWindow::trainAgain);
    connect(&m_session.selection(), &Selection::stageChanged, this, &MainWindow::refreshActions);
    connect(&m_session, &Session::failed, this, &MainWindow::refuse);
    connect(&m_session.selection(), &Selection::choiceChanged, this, &MainWindow::forgetRefusal);
    connect(&m_session.selection(), &Selection::imageChanged, this, &MainWindow::forgetRefusal);
    connect(&m_session, &Session::told, this, &MainWindow::say);
}

void MainWindow::say(const QString& message) {
    m_message->setText(QString(message).replace(u'\n', u' '));
    m_message->setToolTip(message);
    m_refused = false;
}

void MainWindow::refuse(const QString& message) {
    say(message);
    m_refused = true;
}

/// Once something else was done, what was refused before is no news.
void MainWindow::forgetRefusal() {
    if (m_refused)
        say({});
}

/// Runs what may fail; its message goes to the status bar.
void MainWindow::attempt(const std::function<void()>& act) {
    try {
        act();
    } catch (const std::exception& problem) {
        refuse(QString::fromStdString(problem.what()));
    }
}

void MainWindow::refreshTitle() {
    QString run = m_session.hasRun() ? inText(m_session.runName()) : tr("new run");
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
    int done = 0;
    double share = 0;
    for (const StageView& view : m_session.stages()) {
        done += view.status == StageStatus::Done;
        share += view.status == StageStatus::Done ? 1 : 0;
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
        showActivity(tr("%1 of %n stages, %2 left", nullptr, stages).arg(done).arg(clockText(left)));
    else if (!m_session.activity().isEmpty())
        showActivity(tr("%1 of %n stages. %2…", nullptr, stages).arg(done).arg(m_session.activity()));
    else
        showActivity(tr("%1 of %n stages", nullptr, stages).arg(done));
}

/// The window does not grow with a long name in it.
void MainWindow::showActivity(const QString& text) {
    const QFontMetrics metrics = m_activity->fontMetrics();
    m_activity->setText(
        metrics.elidedText(inLine(text), Qt::ElideMiddle, kMostActivity * metrics.averageCharWidth()));
    m_activity->setToolTip(text);
}

void MainWindow::open(const QString& path) {
    if (m_session.training() &&
        !m_dialogs.confirm(this, tr("A stage is training. Stop it? All finished epochs are kept.")))
        return;
    m_session.open(path);
}

void MainWindow::resetStage(const QString& stage) {
    const StageView* const view = m_session.findStage(stage);
    if (view && m_dialogs.confirm(this, tr("Delete the weights of %1, trained for %n epoch(s)?", nullptr,
                                           static_cast<int>(view->epochs.size()))
                                            .arg(titleOf(view->stage))))
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
    const QString folder = m_dialogs.openFolder(this, tr("Choose a folder in which the run continues"));
    if (!folder.isEmpty())
        m_session.trainer().saveElsewhere(folder);
}

void MainWindow::openPictures(const QStringList& files) {
    findChild<QDockWidget*>(QStringLiteral("inspectorDock"))->show(); // there they are shown
    m_session.pictures().add(files);
}

void MainWindow::showView(const QString& name) {
    for (int i = 0; i < m_views->count(); ++i)
        if (m_views->widget(i)->objectName() == name)
            m_views->setCurrentIndex(i);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().front().isLocalFile())
        event->acceptProposedAction();
}

/// Pictures are asked about; anything else is a run or data.
void MainWindow::dropEvent(QDropEvent* event) {
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls())
        files << url.toLocalFile();
    isPicture(files.front()) ? openPictures(files) : open(files.front());
}

void MainWindow::closeWithoutAsking() {
    m_nobodyThere = QDeadlineTimer::Forever;
    close();
}

void MainWindow::saveForLogout() {
    save();
    m_nobodyThere.setRemainingTime(kLogoutTime);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_nobodyThere.hasExpired() && m_session.training() &&
        !m_dialogs.confirm(this, tr("A stage is training. Stop it and close? All finished epochs are kept."))) {
        event->ignore();
        return;
    }
    if (m_nobodyThere.hasExpired() && m_runs && m_runs->queue().hasRunning() &&
        !m_dialogs.confirm(
            this, tr("The queue is training. Stop it and close? It can continue later from where it is."))) {
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
    if (!restorePlace(*this, m_settings.geometry()))
        resize(1280, 800);
    restoreState(m_settings.layout(), kLayoutVersion);
    m_splitter->restoreState(m_settings.splitter());
    showView(m_settings.value(QStringLiteral("window/view")).toString());
    for (View* view : views())
        view->restore(m_settings);
    new RunChoices(m_session, m_settings, this);
}

void MainWindow::save() {
    m_settings.setWindow(saveGeometry(), saveState(kLayoutVersion), m_splitter->saveState());
    m_settings.setValue(QStringLiteral("window/view"), m_views->currentWidget()->objectName());
    for (const View* view : views())
        view->save(m_settings);
}

} // namespace moelab
