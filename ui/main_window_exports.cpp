#include "exporting/everything_dialog.h"
#include "exporting/export_folder.h"
#include "exporting/figure_dialog.h"
#include "exporting/folder_export.h"
#include "inspector/inspector_panel.h"
#include "main_window.h"
#include "menu_action.h"
#include "plotting/icons.h"
#include "report/run_report.h"
#include "report/write_report.h"
#include "session/run_name.h"
#include "stages/stage_board.h"
#include "view_table.h"
#include "workbench.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QProgressBar>

#include <map>

namespace moelab {

void MainWindow::makeExportMenu() {
    QMenu* const menu = menuBar()->addMenu(tr("E&xport"));
    QAction* const view = addMenuAction(menu, "exportView", tr("This &view…"), Qt::CTRL | Qt::Key_E,
                                        [this] { exportAsked(m_workbench->shownView().figure()); });
    view->setIcon(icon("export"));
    QAction* const board =
        addMenuAction(menu, "exportBoard", tr("The stage &board…"), Qt::CTRL | Qt::SHIFT | Qt::Key_B,
                      [this] { exportAsked(m_workbench->board()); });
    QAction* const way = addMenuAction(menu, "exportWay", tr("Decision &path of the chosen image…"),
                                       Qt::CTRL | Qt::SHIFT | Qt::Key_Y, [this] { exportAsked(*m_inspector); });
    std::map<QString, QAction*> seconds; ///< by the view's name
    for (const ViewRow& row : viewTable())
        if (row.secondAction)
            seconds[QLatin1String(row.name)] =
                addMenuAction(menu, row.secondAction, translatedTitle(row.secondTitle), row.secondShortcut,
                              [this, name = QLatin1String(row.name)] {
                                  exportAsked(*m_workbench->findChild<View*>(name)->secondFigure());
                              });
    menu->addSeparator();
    QAction* const images = addMenuAction(
        menu, "exportImages", tr("&Image list with all outputs…"), Qt::CTRL | Qt::SHIFT | Qt::Key_I,
        [this] { exportNumbers(Exports::Kind::ImageTable, QStringLiteral("images.csv"), tr("Table (*.csv)")); });
    addMenuAction(menu, "exportWeights", tr("&Weights as safetensors…"), Qt::CTRL | Qt::SHIFT | Qt::Key_W, [this] {
        exportNumbers(Exports::Kind::SafeTensors, QStringLiteral("weights.safetensors"),
                      tr("safetensors (*.safetensors)"));
    });
    addMenuAction(
        menu, "exportTorchScript", tr("&Mixture as TorchScript…"), Qt::CTRL | Qt::SHIFT | Qt::Key_M, [this] {
            exportNumbers(Exports::Kind::TorchScript, QStringLiteral("mixture.pt"), tr("TorchScript (*.pt)"));
        });
    menu->addSeparator();
    addMenuAction(menu, "exportReport", tr("A &report of the run…"), Qt::CTRL | Qt::SHIFT | Qt::Key_P,
                  [this] { exportReport(); });
    m_exportAll = addMenuAction(menu, "exportAll", tr("&Everything into a folder…"),
                                Qt::CTRL | Qt::SHIFT | Qt::Key_E, [this] { exportAll(); });
    for (View* each : m_workbench->views()) {
        QList<QAction*> actions = {view, m_exportAll};
        if (each->objectName() == QLatin1String(kImagesView))
            actions.insert(1, images);
        offer(each->canvas(), actions);
        if (each->secondCanvas())
            offer(each->secondCanvas(), {seconds.at(each->objectName()), m_exportAll});
    }
    offer(&m_workbench->board(), {board, m_exportAll});
    offer(m_inspector, {way, m_exportAll});
    connect(m_export, &FolderExport::progress, this, [this](int done, int total, const QString& file) {
        m_progress->setRange(0, total);
        m_progress->setValue(done);
        showActivity(tr("Exporting %1 of %2: %3").arg(done + 1).arg(total).arg(file));
        refreshActions();
    });
    connect(
        &m_session.exports(), &Exports::findingsMade, this,
        [this](const QString& file, const std::shared_ptr<const RunFindings>& findings, const QString& problem) {
            if (findings)
                attempt([&] { writeReportOf(*findings, file); });
            else
                refuse(problem);
        });
    connect(m_export, &FolderExport::ended, this, [this](const QString& message, bool isWhole) {
        isWhole ? say(message) : refuse(message); // where there is room for it
        arrange();
        refreshStatus();
        refreshActions();
    });
}

/// Gives a widget a context menu of these actions.
void MainWindow::offer(QWidget* widget, const QList<QAction*>& actions) {
    widget->setContextMenuPolicy(Qt::ActionsContextMenu);
    widget->addActions(actions);
}

void MainWindow::exportAll() {
    auto* const dialog = new EverythingDialog(m_settings, m_dialogs.openFolder, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &EverythingDialog::wanted, this, [this](const QString& folder, const FigureChoices& choices) {
        std::vector<Figure*> figures = {&m_workbench->board(), m_inspector};
        std::vector<Figure*> seconds;
        for (View* view : m_workbench->views()) {
            view->settle();
            figures.push_back(&view->figure());
            if (Figure* const second = view->secondFigure())
                seconds.push_back(second);
        }
        figures.insert(figures.end(), seconds.begin(), seconds.end());
        attempt([&] {
            m_export->start(folder, figures, choices);
            tell({}); // what was written before
            arrange();
            refreshActions();
        });
    });
    dialog->open();
}

void MainWindow::exportReport() {
    if (!m_session.hasRun()) {
        refuse(tr("There is nothing to report yet. Train a stage first."));
        return;
    }
    const QString file = askExportFile(m_dialogs.saveFile, m_settings, this, tr("Report"),
                                       fileNameOfRun(m_session.runFolder()) + QStringLiteral(".html"),
                                       tr("Web page (*.html);;PDF (*.pdf)"));
    if (!file.isEmpty())
        attempt([&] {
            checkReportFile(file, IfExists::Replace); // before the run is read for it
            m_session.exports().askFindings(file);
        });
}

/// The plots are drawn on this thread: about 0.1 s.
void MainWindow::writeReportOf(const RunFindings& findings, const QString& file) {
    writeReport(runReport(findings), file, IfExists::Replace); // the dialog asked
    say(tr("Wrote %1.").arg(file));
}

void MainWindow::exportNumbers(Exports::Kind kind, const QString& name, const QString& filter) {
    const QString file = askExportFile(m_dialogs.saveFile, m_settings, this, tr("Export"), name, filter);
    if (!file.isEmpty())
        m_session.exports().write(kind, file);
}

void MainWindow::exportAsked(Figure& figure) {
    if (figure.figureIsEmpty()) {
        refuse(&figure == m_inspector && m_session.outputs()
                   ? tr("There is no decision path to export. Choose an image first.")
                   : tr("There is nothing to export in this view yet. Train a stage first."));
        return;
    }
    auto* const dialog = new FigureDialog(figure, m_settings, {m_dialogs.confirm, m_dialogs.openFolder}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &FigureDialog::written, this, [this](const QString& file) { say(tr("Wrote %1.").arg(file)); });
    dialog->open();
}

} // namespace moelab
