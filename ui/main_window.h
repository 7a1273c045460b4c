#pragma once

#include "log/log_sink.h"
#include "plotting/figure.h"
#include "session/session.h"
#include "session/settings.h"
#include "start/recent_run.h"
#include "text/question.h"
#include "train_again.h"

#include <QDeadlineTimer>
#include <QFutureWatcher>
#include <QMainWindow>

#include <functional>
#include <memory>
#include <vector>

class QDockWidget;
class QMenu;
class QProgressBar;
class QStackedWidget;
class QToolBar;
class QToolButton;

namespace moelab {

class DataChooser;
class ElidedLabel;
class FolderExport;
class InspectorPanel;
class MessageLine;
class NoticeBar;
class OutdatedBar;
class Panels;
class ParametersPanel;
class RunsWindow;
class SelectionBar;
class StartPage;
class Workbench;

/// The window: the workbench in the middle, the parameters at its left, the inspector at its right, the log below.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    /// How the window asks, so that a test can answer.
    struct Dialogs {
        std::function<QString(QWidget*, const QString& title, const QString& filter)> openFile;
        /// @param begin the folder that is shown first; where it is empty, the last one
        std::function<QString(QWidget*, const QString& title, const QString& begin)> openFolder;
        std::function<QString(QWidget*, const QString& title, const QString& name, const QString& filter)> saveFile;
        std::function<bool(QWidget*, const Question&)> confirm;
        std::function<QStringList(QWidget*, const QString& title, const QString& filter)> openFiles;
        std::function<TrainAgain(QWidget*, const QString& question)> trainAgain;
    };
    static Dialogs systemDialogs();

    MainWindow(Session& session, Settings& settings, std::shared_ptr<LogSink> log,
               Dialogs dialogs = systemDialogs());
    ~MainWindow() override;

    void showView(const QString& name);
    /// Shows the first page, until a run is opened or begun.
    void showStart();
    /// Opens the window of the workspace, or brings it to the front.
    void showRuns();
    /// For a signal: nobody is there to answer.
    void closeWithoutAsking();
    /// For a session manager that saves the desktop's session, and may then end it: closing asks nothing for half a
    /// minute. Training continues; every finished epoch of it is saved already.
    void saveForLogout();

  protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void makeWorkbench();
    void makePanels(std::shared_ptr<LogSink> log);
    static QString dataFiles();
    void openImageFile();
    void openImageFolder();
    void connectChooser();
    void sizePanels();
    void refreshInspector();
    void makeMiddle();
    void leaveStart();
    bool isAtStart() const;
    void rememberRun();
    void arrange();
    void stepPanel(int step);
    void makeFileMenu();
    void makeEditMenu();
    void makeTrainMenu();
    void makeViewMenu();
    void makeRoomActions();
    void makeExportMenu();
    void makeHelpMenu();
    void makeStatusBar();
    void connectSession();
    void fillRecent();
    void refreshTitle();
    void refreshActions();
    void refreshStatus();
    void showActivity(const QString& text);
    bool mayLeaveRun(const QString& what);
    QString stoppedByClosing() const;
    bool mayStop();
    void open(const QString& path);
    void begin(const QString& images);
    void beginAfresh(const QString& images);
    void showViewForKeys(const QString& name);
    void fillWindow(bool fills);
    void openImages(const QString& run, const QString& stage, const std::vector<std::int64_t>& positions);
    void showWanted();
    void resetStage(const QString& stage);
    void trainAgain(const QStringList& stages, const QString& question);
    void saveElsewhere();
    void openPictures(const QStringList& files);
    void chooseTheme(Theme theme);
    void exportAsked(Figure& figure);
    void exportAll();
    void offer(QWidget* widget, const QList<QAction*>& actions);
    void exportReport();
    void writeReportOf(const RunFindings& findings, const QString& file);
    void exportNumbers(Exports::Kind kind, const QString& name, const QString& filter);
    void attempt(const std::function<void()>& act);
    void say(const QString& message);
    void tell(const QString& message);
    void refuse(const QString& message);
    void forgetRefusal();
    void restore();
    void save();

    Session& m_session;
    Settings& m_settings;
    Dialogs m_dialogs;
    QDeadlineTimer m_nobodyThere{0}; ///< until then, closing asks nothing
    DataChooser* m_chooser = nullptr;
    ParametersPanel* m_parameters = nullptr;
    InspectorPanel* m_inspector = nullptr;
    FolderExport* m_export = nullptr;
    SelectionBar* m_selectionBar = nullptr;
    OutdatedBar* m_outdated = nullptr;
    QStackedWidget* m_middle = nullptr; ///< the workbench or the first page
    Workbench* m_workbench = nullptr;
    StartPage* m_start = nullptr;
    QFutureWatcher<std::vector<RecentRun>> m_recentRuns;
    Panels* m_panels = nullptr;
    QDockWidget* m_inspectorDock = nullptr;
    QToolBar* m_trainingBar = nullptr;
    NoticeBar* m_notice = nullptr;
    QAction* m_fill = nullptr;
    QAction* m_endFill = nullptr;
    QMenu* m_recent = nullptr;
    QMenu* m_viewMenu = nullptr;
    QAction* m_trainAll = nullptr;
    QAction* m_trainOne = nullptr;
    QAction* m_pause = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_saveElsewhere = nullptr;
    QAction* m_reset = nullptr;
    QAction* m_exportAll = nullptr;
    MessageLine* m_message = nullptr;
    bool m_trains = false;
    bool m_lacksImages = false;
    QToolButton* m_elsewhere = nullptr; ///< beside the message, while it is of use
    ElidedLabel* m_activity = nullptr;
    QProgressBar* m_progress = nullptr;
    /// Test images to show as soon as their run is open; none while there is not a run.
    struct WantedImages {
        QString run;
        QString stage;
        std::vector<std::int64_t> positions;
    };
    WantedImages m_wanted;
    std::unique_ptr<RunsWindow> m_runs; ///< once it was asked for
};

} // namespace moelab
