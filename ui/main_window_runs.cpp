#include "main_window.h"

#include "runs_window.h"
#include "view_table.h"

#include <QApplication>

#include <utility>

namespace moelab {

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
