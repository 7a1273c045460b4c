#include "main_window.h"

#include "runs_window.h"
#include "session/run_name.h"
#include "text/foreign_text.h"
#include "view_table.h"

#include <QApplication>
#include <QDir>

#include <utility>

namespace moelab {
namespace {

/// @param what a run's folder, or data as openData takes it
QString placeInWords(const QString& what) {
    if (what == QLatin1String("builtin"))
        return MainWindow::tr("the built-in images");
    return inText(isRun(what.toStdString()) ? nameOfRun(what) : QDir(what).dirName());
}

} // namespace

/// Asks, where another run would end a training. @param what is to be opened; nothing that cannot be ends one
bool MainWindow::mayLeaveRun(const QString& what) {
    if (!m_session.training())
        return true;
    try {
        Session::mustBeKnown(what);
    } catch (const Error& problem) {
        refuse(QString::fromStdString(problem.what()));
        return false;
    }
    return m_dialogs.confirm(
        this, {tr("A stage is training. Stop it to open %1? All finished epochs are kept.").arg(placeInWords(what)),
               tr("Stop training"), tr("Go on training"), [this] { return !m_session.training(); }});
}

void MainWindow::open(const QString& path) {
    if (isAtStart() && !isRun(path.toStdString())) {
        beginAfresh(path);
        return;
    }
    const bool isBack = m_session.hasRun() && QDir(path) == QDir(m_session.runFolder());
    if (!isBack && !mayLeaveRun(path))
        return;
    leaveStart();
    m_session.open(path);
}

/// A new run with the present parameters.
void MainWindow::begin(const QString& images) {
    if (!mayLeaveRun(images))
        return;
    leaveStart();
    m_session.startDraft(images);
}

/// From the first page, where nobody sees what the run before was set to.
void MainWindow::beginAfresh(const QString& images) {
    if (!mayLeaveRun(images))
        return;
    leaveStart();
    m_session.hasRun() ? m_session.startNewRun(images) : m_session.startDraft(images);
}

void MainWindow::showRuns() {
    if (!m_runs) {
        m_runs = std::make_unique<RunsWindow>(
            m_session, m_settings, RunsWindow::Dialogs{m_dialogs.openFolder, m_dialogs.saveFile, m_dialogs.confirm},
            QApplication::applicationFilePath().toStdString());
        connect(m_runs.get(), &RunsWindow::openWanted, this, [this](const QString& run) {
            open(run);
            raise();
            activateWindow();
        });
        connect(m_runs.get(), &RunsWindow::imagesWanted, this, &MainWindow::openImages);
    }
    m_runs->show();
    m_runs->raise();
    m_runs->activateWindow();
}

/// Opens a run, unless it is open, and shows some of its test images once its members' answers are there.
void MainWindow::openImages(const QString& run, const QString& stage, const std::vector<std::int64_t>& positions) {
    m_wanted = {run, stage, positions};
    raise();
    activateWindow();
    if (m_session.runFolder() == run)
        showWanted();
    else
        open(run);
}

void MainWindow::showWanted() {
    if (m_wanted.positions.empty() || m_session.runFolder() != m_wanted.run || !m_session.outputs())
        return;
    ImageQuery query;
    const WantedImages wanted = std::exchange(m_wanted, {});
    query.images = wanted.positions;
    m_session.selection().setPart(ImagePart::Test);
    m_session.selection().choose(wanted.stage, query);
    showView(QLatin1String(kImagesView));
}

} // namespace moelab
