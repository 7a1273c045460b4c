#include "main_window.h"
#include "panels.h"
#include "scroll_areas.h"
#include "start/start_page.h"
#include "text/elided_label.h"
#include "workbench.h"

#include <QAction>
#include <QProgressBar>
#include <QStackedWidget>
#include <QToolBar>
#include <QtConcurrentRun>

namespace moelab {
namespace {

const QString kLastData = QStringLiteral("runs/lastData");

} // namespace

void MainWindow::makeMiddle() {
    makeWorkbench();
    m_start = new StartPage;
    m_middle = new QStackedWidget;
    m_middle->addWidget(m_workbench);
    auto* const area = new ViewArea(m_start);
    area->setObjectName(QStringLiteral("startArea"));
    m_middle->addWidget(area);
    setCentralWidget(m_middle);
    connect(m_start, &StartPage::runWanted, this, &MainWindow::open);
    connect(m_start, &StartPage::newRunWanted, this, &MainWindow::beginAfresh);
    connect(m_start, &StartPage::fileWanted, this, &MainWindow::openImageFile);
    connect(m_start, &StartPage::folderWanted, this, &MainWindow::openImageFolder);
    connect(m_start, &StartPage::otherRunWanted, this,
            [this] { findChild<QAction*>(QStringLiteral("openRun"))->trigger(); });
    connect(m_start, &StartPage::allRunsWanted, this, &MainWindow::showRuns);
    connect(&m_recentRuns, &QFutureWatcherBase::finished, this, [this] {
        m_start->showRuns(m_recentRuns.result(), m_session.training() ? m_session.runFolder() : QString());
    });
}

/// The runs are read on another thread: they may lie on a disk that is slow.
void MainWindow::showStart() {
    m_recentRuns.setFuture(
        QtConcurrent::run([folders = m_settings.recentRuns()] { return readRecentRuns(folders); }));
    m_start->setLastData(m_settings.value(kLastData).toString());
    m_middle->setCurrentIndex(1);
    arrange();
}

bool MainWindow::isAtStart() const { return m_middle->currentWidget() != m_workbench; }

void MainWindow::leaveStart() {
    m_middle->setCurrentWidget(m_workbench);
    arrange();
}

void MainWindow::rememberRun() {
    m_settings.addRecentRun(m_session.runFolder());
    if (m_session.dataSpec() != QLatin1String("builtin")) // those are offered anyway
        m_settings.setValue(kLastData, m_session.dataSpec());
    leaveStart();
}

/// A view that fills the window and the first page have it alone. What trains can be paused from there, too.
void MainWindow::arrange() {
    const bool starts = isAtStart();
    const bool alone = starts || m_fill->isChecked();
    m_panels->setAway(alone);
    m_workbench->setBoardAway(m_fill->isChecked());
    const bool trains = m_session.training();
    m_trainingBar->setVisible(!alone || (starts && trains));
    m_endFill->setEnabled(m_fill->isChecked());
    for (QWidget* part : std::initializer_list<QWidget*>{m_activity, m_progress})
        part->setVisible(!starts || trains || m_export->running());
    refreshTitle();
}

} // namespace moelab
