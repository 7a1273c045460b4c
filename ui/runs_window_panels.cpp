#include "runs_window.h"

#include "comparison/comparison_panel.h"
#include "effects/effects_panel.h"
#include "exporting/figure_dialog.h"
#include "plotting/icons.h"
#include "queue/queue_panel.h"
#include "queue/sweep_dialog.h"
#include "workspace/runs_panel.h"

#include <QTabWidget>

namespace moelab {

/// Both look at the chosen runs; effects at all that the table shows while fewer than two are chosen.
void RunsWindow::makePanels() {
    m_comparison = new ComparisonPanel;
    addPanel(m_comparison, "comparisonPanel", tr("&Comparison"), icon("confusion"));
    connect(this, &RunsWindow::chosenRunsChanged, m_comparison, &ComparisonPanel::setRuns);
    connect(m_comparison, &ComparisonPanel::imagesWanted, this, &RunsWindow::imagesWanted);
    m_effects = new EffectsPanel;
    addPanel(m_effects, "effectsPanel", tr("E&ffects"), icon("curves"));
    connect(this, &RunsWindow::chosenRunsChanged, m_effects, [this](const Runs& chosen) {
        const bool some = chosen.size() >= 2;
        m_effects->setRuns(some ? chosen : m_runs->shown(), some);
    });
    addPanel(new QueuePanel(m_queue), "queuePanel", tr("&Queue"), icon("layers"));
}

void RunsWindow::exportPanel() {
    m_comparison->settle();
    QWidget* const shown = shownPanel();
    Figure* const figure = shown == m_comparison ? &m_comparison->figure()
                           : shown == m_effects  ? &m_effects->figure()
                                                 : nullptr;
    if (!figure || figure->figureIsEmpty()) {
        say(tr("The panel below the table has nothing to export."));
        return;
    }
    auto* const dialog = new FigureDialog(*figure, m_settings, {m_dialogs.confirm, m_dialogs.openFolder}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &FigureDialog::written, this, [this](const QString& file) { say(tr("Wrote %1.").arg(file)); });
    dialog->open();
}

/// More runs with the settings of one.
void RunsWindow::askSweep(bool vary) {
    const Runs runs = m_runs->chosen();
    if (runs.size() != 1)
        return;
    auto* const dialog = new SweepDialog(*runs.front(), vary, m_workspace.path(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        attempt([&] { m_queue.add(dialog->sweep()); });
        m_panels->setCurrentWidget(findChild<QueuePanel*>()->parentWidget()->parentWidget()); // its area
    });
    dialog->open();
}

} // namespace moelab
