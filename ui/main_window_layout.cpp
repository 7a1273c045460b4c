#include "focus_steps.h"
#include "inspector/inspector_panel.h"
#include "log/log_panel.h"
#include "main_window.h"
#include "message_line.h"
#include "notice_bar.h"
#include "outdated_bar.h"
#include "panels.h"
#include "parameters/data_chooser.h"
#include "parameters/parameters_panel.h"
#include "scroll_areas.h"
#include "selection_bar.h"
#include "stages/stage_board.h"
#include "text/elided_label.h"
#include "veil.h"
#include "view_table.h"
#include "workbench.h"

#include <QDockWidget>
#include <QProgressBar>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kPanelLetters = 48;  // across
constexpr double kMostPanel = 0.3; // of the window's width
constexpr int kLogLines = 9;

} // namespace

void MainWindow::makeWorkbench() {
    m_workbench = new Workbench(m_session);
    m_notice = new NoticeBar;
    m_workbench->addBar(m_notice);
    m_outdated = new OutdatedBar(m_session);
    m_workbench->addBar(m_outdated);
    m_selectionBar = new SelectionBar(m_session);
    for (const View* view : m_workbench->views()) {
        connect(view, &View::imagesChosen, this, [this] { showView(QLatin1String(kImagesView)); });
    }
    connect(&m_workbench->board(), &StageBoard::resetWanted, this, &MainWindow::resetStage);
    connect(&m_workbench->tabs(), &QTabWidget::tabBarDoubleClicked, this, [this](int tab) {
        if (tab >= 0)
            m_fill->toggle();
    });
}

void MainWindow::makePanels(std::shared_ptr<LogSink> log) {
    auto* const content = new QWidget;
    auto* const layout = new QVBoxLayout(content);
    m_chooser = new DataChooser(m_session);
    m_parameters = new ParametersPanel(m_session);
    layout->addWidget(m_chooser);
    layout->addWidget(m_parameters);
    layout->addStretch();
    m_panels = new Panels(*this);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea); // the log takes no height from forms and pictures
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    auto* const parameters = new VerticalScroll(content);
    QDockWidget* const dock =
        m_panels->add(tr("Parameters"), "parametersDock", "parameters", parameters, Qt::LeftDockWidgetArea, true);
    connect(&m_session.trainer(), &Trainer::trainingAsked, this, [this, parameters, dock](QString& whyNot) {
        whyNot = m_parameters->settle();
        if (whyNot.isEmpty())
            return;
        m_panels->show(dock);
        parameters->ensureWidgetVisible(parameters->focusWidget());
    });
    m_inspector = new InspectorPanel(m_session);
    m_inspectorDock = m_panels->add(tr("Inspector"), "inspectorDock", "inspector", new VerticalScroll(m_inspector),
                                    Qt::RightDockWidgetArea, true);
    auto* const veil = new Veil(m_session, m_inspector);
    veil->setObjectName(QStringLiteral("inspectorVeil"));
    m_panels->add(tr("Log"), "logDock", "log", new LogPanel(std::move(log)), Qt::BottomDockWidgetArea, false);
    connect(m_parameters, &ParametersPanel::refused, this, &MainWindow::refuse);
    connect(m_parameters, &ParametersPanel::accepted, this, &MainWindow::forgetRefusal);
    connect(m_outdated, &OutdatedBar::undoWanted, this, [this] {
        m_parameters->changeTo(m_session.shownParameters(), tr("return to the parameters of the results"));
    });
    connect(m_outdated, &OutdatedBar::answered, this,
            [this] { m_workbench->tabs().setFocus(); }); // not a field, which a key would then change
    connectChooser();
    connect(&m_session, &Session::outputsChanged, this, &MainWindow::refreshInspector);
    connect(&m_session.pictures(), &Pictures::changed, this, &MainWindow::refreshInspector);
    connect(&m_session.selection(), &Selection::imageChanged, this, &MainWindow::refreshInspector);
    refreshInspector();
}

/// As long as nobody chose other sizes.
void MainWindow::sizePanels() {
    const int across =
        std::min(kPanelLetters * fontMetrics().averageCharWidth(), static_cast<int>(kMostPanel * width()));
    const QList<QDockWidget*> beside = {findChild<QDockWidget*>(QStringLiteral("parametersDock")), m_inspectorDock};
    resizeDocks(beside, {across, across}, Qt::Horizontal);
    resizeDocks({findChild<QDockWidget*>(QStringLiteral("logDock"))}, {kLogLines * fontMetrics().lineSpacing()},
                Qt::Vertical);
}

/// Without an image it takes no room.
void MainWindow::refreshInspector() {
    const bool image = m_session.outputs() && m_session.selection().image() >= 0;
    m_panels->setFilled(m_inspectorDock, image || m_session.pictures().shown());
}

/// What can be opened as a file, for a dialog.
QString MainWindow::dataFiles() {
    return tr("Archives, arrays and lists (*.tar.gz *.tgz *.tar *.zip *.npz *.gz *.csv *.tsv);;All files (*)");
}

void MainWindow::openImageFile() {
    const QString file = m_dialogs.openFile(this, tr("Open a file of images"), dataFiles());
    if (!file.isEmpty())
        open(file);
}

void MainWindow::openImageFolder() {
    const QString folder = m_dialogs.openFolder(this, tr("Open a folder of images"), {});
    if (!folder.isEmpty())
        open(folder);
}

void MainWindow::connectChooser() {
    connect(m_chooser, &DataChooser::fileWanted, this, &MainWindow::openImageFile);
    connect(m_chooser, &DataChooser::folderWanted, this, &MainWindow::openImageFolder);
    connect(m_chooser, &DataChooser::movedFileWanted, this, [this] {
        const QString file = m_dialogs.openFile(this, tr("Locate the run's file of images"), dataFiles());
        if (!file.isEmpty())
            m_session.moveData(file);
    });
    connect(m_chooser, &DataChooser::movedFolderWanted, this, [this] {
        const QString folder = m_dialogs.openFolder(this, tr("Locate the run's folder of images"), {});
        if (!folder.isEmpty())
            m_session.moveData(folder);
    });
}

void MainWindow::makeStatusBar() {
    m_message = new MessageLine(*this);
    m_message->setObjectName(QStringLiteral("message"));
    m_activity = new ElidedLabel;
    m_activity->setObjectName(QStringLiteral("activity"));
    m_activity->setElideMode(Qt::ElideMiddle);
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

void MainWindow::stepPanel(int step) {
    if (!m_workbench->isVisible())
        return; // there is but one
    std::vector<QWidget*> panels = m_panels->seen();
    const auto after = std::ranges::find(panels, QStringLiteral("parametersDock"), &QWidget::objectName);
    panels.insert(after == panels.end() ? panels.begin() : after + 1,
                  {&m_workbench->board(), &m_workbench->tabs()});
    focusNextPanel(panels, step);
}

} // namespace moelab
