#include "main_window.h"

#include "about_box.h"
#include "experiment/engine.h"
#include "exporting/folder_export.h"
#include "keyboard_help.h"
#include "menu_action.h"
#include "panels.h"
#include "parameters/parameters_panel.h"
#include "pictures/picture_file.h"
#include "plotting/icons.h"
#include "selection_bar.h"
#include "session/run_name.h"
#include "text/foreign_text.h"
#include "workbench.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QMenuBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>

namespace moelab {
namespace {

/// A run's folder, after the name that a person gave it.
QString namedPath(const QString& folder) {
    const QString path = inText(QDir::toNativeSeparators(folder));
    const QString name = nameOfRun(folder);
    return name == QFileInfo(folder).fileName() ? path : MainWindow::tr("%1 (%2)").arg(inText(name), path);
}

} // namespace

void MainWindow::makeFileMenu() {
    QMenu* const menu = menuBar()->addMenu(tr("&File"));
    addMenuAction(menu, "newRun", tr("&New run with these settings"), QKeySequence::New, [this] {
        begin(m_session.dataSpec());
    })->setIcon(icon("new"));
    addMenuAction(menu, "openRun", tr("&Open a run…"), QKeySequence::Open, [this] {
        const QString folder = m_dialogs.openFolder(this, tr("Open the folder of a run"), {});
        if (folder.isEmpty())
            return;
        isRun(folder.toStdString()) ? open(folder)
                                    : refuse(tr("%1 is not a run: it has no config.json. Choose a folder that "
                                                "training made; images are opened at the top of the parameters.")
                                                 .arg(inText(QDir::toNativeSeparators(folder))));
    })->setIcon(icon("open"));
    addMenuAction(menu, "openPictures", tr("O&pen pictures…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, [this] {
        const QStringList files =
            m_dialogs.openFiles(this, tr("Open pictures"), tr("Pictures (%1);;All files (*)").arg(pictureNames()));
        if (!files.isEmpty())
            openPictures(files);
    });
    addMenuAction(menu, "showRuns", tr("R&uns…"), Qt::CTRL | Qt::SHIFT | Qt::Key_R, [this] {
        showRuns();
    })->setIcon(icon("runs"));
    addMenuAction(menu, "startPage", tr("S&tart page"), Qt::ALT | Qt::Key_Home, [this] { showStart(); });
    m_recent = menu->addMenu(tr("&Recent runs"));
    connect(m_recent, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    menu->addSeparator();
    const QString filter = tr("Parameters (*.json)");
    addMenuAction(menu, "loadParameters", tr("&Load parameters…"), {}, [this, filter] {
        const QString file = m_dialogs.openFile(this, tr("Load parameters"), filter);
        if (!file.isEmpty())
            attempt([&] { m_parameters->loadFrom(file); });
    });
    addMenuAction(menu, "saveParameters", tr("&Save parameters…"), QKeySequence::Save, [this, filter] {
        const QString file =
            m_dialogs.saveFile(this, tr("Save parameters"), QStringLiteral("parameters.json"), filter);
        if (!file.isEmpty())
            attempt([&] {
                m_parameters->saveTo(file);
                say(tr("Wrote %1.").arg(file));
            });
    });
    menu->addSeparator();
    addMenuAction(menu, "quit", tr("&Quit"), QKeySequence::Quit, [this] {
        close();
    })->setShortcutContext(Qt::ApplicationShortcut); // from the window of all runs, too
}

void MainWindow::fillRecent() {
    m_recent->clear();
    for (const QString& folder : m_settings.recentRuns())
        if (QFileInfo::exists(folder))
            m_recent->addAction(asCaption(namedPath(folder)), this, [this, folder] { open(folder); });
    if (m_recent->isEmpty())
        m_recent->addAction(tr("No runs yet"))->setEnabled(false);
}

void MainWindow::makeEditMenu() {
    QMenu* const menu = menuBar()->addMenu(tr("&Edit"));
    QAction* const undo = m_parameters->undoStack().createUndoAction(menu, tr("&Undo"));
    undo->setObjectName(QStringLiteral("undo"));
    undo->setIcon(icon("undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* const redo = m_parameters->undoStack().createRedoAction(menu, tr("&Redo"));
    redo->setObjectName(QStringLiteral("redo"));
    redo->setIcon(icon("redo"));
    redo->setShortcut(QKeySequence::Redo);
    menu->addActions({undo, redo});
}

void MainWindow::makeTrainMenu() {
    QMenu* const menu = menuBar()->addMenu(tr("&Train"));
    m_trainAll = addMenuAction(menu, "trainAll", tr("Train &all"), Qt::CTRL | Qt::Key_T,
                               [this] { m_session.trainer().trainAll(); });
    m_trainOne = addMenuAction(menu, "trainOne", tr("&Train the chosen stage"), Qt::CTRL | Qt::SHIFT | Qt::Key_T,
                               [this] { m_session.trainer().train({m_session.selection().stage()}); });
    menu->addSeparator();
    m_pause = addMenuAction(menu, "pause", tr("&Pause"), Qt::CTRL | Qt::Key_P,
                            [this] { m_session.trainer().setPaused(!m_session.paused()); });
    m_pause->setCheckable(true);
    m_stop = addMenuAction(menu, "stop", tr("&Stop"), Qt::CTRL | Qt::Key_Period, [this] {
        m_export->stop();
        m_session.stop();
    });
    menu->addSeparator();
    m_saveElsewhere = addMenuAction(menu, "saveElsewhere", tr("Save else&where…"), {}, [this] { saveElsewhere(); });
    m_elsewhere->setDefaultAction(m_saveElsewhere);
    m_reset = addMenuAction(menu, "reset", tr("&Reset the chosen stage"), {},
                            [this] { resetStage(m_session.selection().stage()); });
    // The only one where all is trained; nobody means it who opens the menu by its key.
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        const auto leave = [this, menu] {
            if (menu->activeAction() == m_reset)
                menu->setActiveAction(nullptr);
        };
        QMetaObject::invokeMethod(menu, leave, Qt::QueuedConnection); // Qt chooses the first once it is shown
    });
    const std::pair<QAction*, const char*> icons[] = {{m_trainAll, "train-all"},
                                                      {m_trainOne, "train-one"},
                                                      {m_pause, "pause"},
                                                      {m_stop, "stop"},
                                                      {m_reset, "reset"}};
    for (const auto& [action, name] : icons)
        action->setIcon(icon(name));
    connect(m_pause, &QAction::toggled, this,
            [this](bool paused) { m_pause->setIcon(icon(paused ? "train-one" : "pause")); });
    m_trainOne->setIconText(tr("Train stage"));
    QToolBar* const bar = m_trainingBar = addToolBar(tr("Training"));
    bar->setObjectName(QStringLiteral("trainingBar"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addActions({m_trainAll, m_trainOne, m_pause, m_stop});
    bar->addSeparator();
    bar->addAction(findChild<QAction*>(QStringLiteral("showRuns")));
    auto* const space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    bar->addWidget(m_selectionBar);
    bar->addSeparator();
}

void MainWindow::makeViewMenu() {
    m_viewMenu = menuBar()->addMenu(tr("&View"));
    QTabWidget& tabs = m_workbench->tabs();
    for (int i = 0; i < tabs.count(); ++i)
        addMenuAction(m_viewMenu, "", tabs.tabText(i), Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i), [this, i] {
            showViewForKeys(m_workbench->views()[static_cast<std::size_t>(i)]->objectName());
        })->setIcon(tabs.tabIcon(i));
    m_viewMenu->addSeparator();
    m_viewMenu->addActions({m_selectionBar->back(), m_selectionBar->forward()});
    m_viewMenu->addSeparator();
    for (QAction* panel : m_panels->actions()) {
        m_viewMenu->addAction(panel);
        m_trainingBar->addAction(panel);
        static_cast<QToolButton*>(m_trainingBar->widgetForAction(panel))
            ->setToolButtonStyle(Qt::ToolButtonIconOnly);
    }
    makeRoomActions();
    m_viewMenu->addSeparator();
    auto* const themes = new QActionGroup(this);
    const std::pair<Theme, QString> choices[] = {
        {Theme::System, tr("&System colours")}, {Theme::Light, tr("&Light")}, {Theme::Dark, tr("&Dark")}};
    for (const auto& [theme, text] : choices) {
        QAction* const action =
            addMenuAction(m_viewMenu, "", text, {}, [this, theme = theme] { chooseTheme(theme); });
        action->setCheckable(true);
        action->setChecked(theme == m_settings.theme());
        themes->addAction(action);
    }
}

/// For the room on the screen, and the way through the window without a mouse.
void MainWindow::makeRoomActions() {
    m_viewMenu->addSeparator();
    m_fill = addMenuAction(m_viewMenu, "fillWindow", tr("&View fills the window"), Qt::Key_F11, [] {});
    m_fill->setCheckable(true);
    m_fill->setToolTip(tr("Leave the whole window to the view (or double-click its tab); Esc ends it"));
    connect(m_fill, &QAction::toggled, this, &MainWindow::fillWindow);
    m_endFill = addMenuAction(m_viewMenu, "endFillWindow", tr("Show all panels a&gain"), Qt::Key_Escape,
                              [this] { m_fill->setChecked(false); });
    m_endFill->setEnabled(false);
    addMenuAction(m_viewMenu, "nextPanel", tr("&Next panel"), Qt::Key_F6, [this] { stepPanel(1); });
    addMenuAction(m_viewMenu, "previousPanel", tr("&Previous panel"), Qt::SHIFT | Qt::Key_F6,
                  [this] { stepPanel(-1); });
}

void MainWindow::chooseTheme(Theme theme) {
    m_settings.setTheme(theme);
    if (theme == Theme::System)
        say(tr("The desktop's own colours return when the program is restarted."));
    applyTheme(*qApp, theme);
}

void MainWindow::makeHelpMenu() {
    QMenu* const menu = menuBar()->addMenu(tr("&Help"));
    addMenuAction(menu, "keyboard", tr("&Keyboard"), QKeySequence::HelpContents,
                  [this] { showKeyboardHelp(*this); });
    addMenuAction(menu, "about", tr("&About MoE Lab"), {},
                  [this] { attempt([this] { showAbout(this, engine().libraries()); }); });
    addMenuAction(menu, "aboutQt", tr("About &Qt"), {}, [] { QApplication::aboutQt(); });
}

} // namespace moelab
