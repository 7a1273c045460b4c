// Writes pictures of the window, light and dark, small and large, from a real run on the built-in images. With
// QT_SCALE_FACTOR=2 in the environment, as on a screen of 3840 x 2160.
//   screenshots FOLDER [pseudo] [RUN] [POINTS]    pseudo: in a made-up translation that shows what is cut off or
//   not
//                                                 translated; RUN: of that run, instead of one that it trains;
//                                                 POINTS: in letters of that size
#include "made_runs.h"
#include "main_window.h"
#include "queue/queue_driver.h"
#include "runs_window.h"
#include "ui/pseudo_translator.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QListView>
#include <QSlider>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>
#include <QtTest>
#include <spdlog/spdlog.h>

using namespace moelab;

namespace {

constexpr int kLongestTraining = 15 * 60 * 1000;

/// Where the pictures go, and what they show.
class Camera {
  public:
    Camera(QWidget& window, QString folder)
        : m_window(window)
        , m_folder(std::move(folder)) {}

    void takeAll(const QString& name) {
        if (m_window.devicePixelRatio() == 1)
            for (const QSize size : {QSize(1000, 650), QSize(1366, 768)})
                take(name, size);
        take(name, {1920, 1080});
    }

    void take(const QString& name, const QSize& size) {
        for (const auto& [theme, word] : {std::pair(Theme::Light, "light"), std::pair(Theme::Dark, "dark")}) {
            applyTheme(*qApp, theme);
            m_window.resize(size);
            rest();
            const QString file =
                QStringLiteral("%1/%2-%3-%4.png").arg(m_folder, name, QLatin1String(word)).arg(size.width());
            if (!m_window.grab().save(file))
                qFatal("cannot write %s", qPrintable(file));
        }
    }

  private:
    /// Until layouts and replots that were put off, some of them by others, are done.
    static void rest() {
        QTest::qWait(100);
        for (int i = 0; i < 5; ++i) {
            bool reached = false;
            QTimer::singleShot(0, [&reached] { reached = true; });
            if (!QTest::qWaitFor([&reached] { return reached; }))
                qFatal("the window does not come to rest");
        }
    }

    QWidget& m_window;
    QString m_folder;
};

/// As narrow as the views become.
void showBesideInspector(MainWindow& window, Camera& camera) {
    for (const char* view :
         {"curvesView", "confusionView", "mixtureView", "routingView", "calibrationView", "layersView"}) {
        window.showView(QLatin1String(view));
        for (const QSize size : {QSize(1000, 650), QSize(1366, 768)})
            camera.take(QLatin1String(view).chopped(4) + QStringLiteral("-inspected"), size);
    }
    window.showView(QStringLiteral("samplesView"));
}

void showEachView(MainWindow& window, Session& session, Camera& camera) {
    for (const char* view : {"curvesView", "confusionView", "samplesView", "mixtureView", "routingView",
                             "calibrationView", "layersView"}) {
        window.showView(QLatin1String(view));
        const bool wantsHeldOut = QLatin1String(view) == QLatin1String("calibrationView");
        const auto answered = [&] {
            return session.activity().isEmpty() && (session.predictions().heldOut() || !wantsHeldOut);
        };
        if (!QTest::qWaitFor(answered, kLongestTraining))
            qFatal("the members did not answer");
        camera.takeAll(QLatin1String(view).chopped(4));
    }
    window.showView(QStringLiteral("confusionView"));
    window.findChild<QSlider*>(QStringLiteral("confusionEpoch"))->setValue(2);
    camera.takeAll(QStringLiteral("confusion-epoch"));
    session.selection().setStage(QStringLiteral("gate"));
    camera.takeAll(QStringLiteral("confusion-epoch-gate"));
    session.selection().setStage(QStringLiteral("mixture"));
    window.showView(QStringLiteral("curvesView"));
    window.findChild<QCheckBox*>(QStringLiteral("sideBySide"))->click();
    camera.takeAll(QStringLiteral("curves-side-by-side"));
    ImageQuery wrong;
    wrong.verdict = ImageQuery::Verdict::Wrong;
    wrong.order = ImageQuery::Order::Loss;
    wrong.descending = true;
    session.selection().setQuery(wrong);
    window.showView(QStringLiteral("samplesView"));
    auto* const grid = window.findChild<QListView*>(QStringLiteral("samplesGrid"));
    grid->setCurrentIndex(grid->model()->index(0, 0));
    camera.takeAll(QStringLiteral("inspector"));
    showBesideInspector(window, camera);
    auto* const log = window.findChild<QAction*>(QStringLiteral("logDockShown"));
    log->trigger();
    camera.takeAll(QStringLiteral("log"));
    log->trigger();
}

/// What is said and dimmed after a change of the parameters.
void showOutdated(MainWindow& window, Session& session, Camera& camera) {
    const Parameters parameters = session.parameters();
    Parameters changed = parameters;
    ++changed.seed;
    session.setParameters(changed);
    if (!QTest::qWaitFor([&] { return session.outdatedStages() > 0; }, kLongestTraining))
        qFatal("nothing is out of date");
    window.showView(QStringLiteral("confusionView"));
    camera.takeAll(QStringLiteral("outdated"));
    window.findChild<QToolButton*>(QStringLiteral("foldBoard"))->click();
    camera.takeAll(QStringLiteral("outdated-whole-board"));
    window.findChild<QToolButton*>(QStringLiteral("foldBoard"))->click();
    session.setParameters(parameters);
    if (!QTest::qWaitFor([&] { return session.outdatedStages() == 0; }, kLongestTraining))
        qFatal("the results are still out of date");
}

/// A map over the inspected image, then pictures of one's own.
void showLooking(MainWindow& window, Session& session, Camera& camera, const QString& folder) {
    auto* const kind = window.findChild<QComboBox*>(QStringLiteral("lookKind"));
    const auto legend = [&] { return window.findChild<QWidget*>(QStringLiteral("lookLegend"))->isVisible(); };
    session.selection().setStage(QStringLiteral("baseline")); // the mixture has no Grad-CAM
    for (const char* name : {"occlusion", "grad-cam"}) {      // in the order of the choices
        kind->setCurrentIndex(kind->currentIndex() + 1);
        if (!QTest::qWaitFor(legend, kLongestTraining))
            qFatal("the map was not made");
        camera.takeAll(QLatin1String(name));
    }
    QStringList files;
    for (const auto& [name, image] :
         {std::pair("first.png", 0), std::pair("second.png", 11), std::pair("third.png", 25)}) {
        files << folder + QLatin1Char('/') + QLatin1String(name);
        session.data()->picture(static_cast<std::size_t>(image)).scaled(200, 150).save(files.back());
    }
    session.pictures().add(files);
    if (!QTest::qWaitFor([&] { return session.pictures().shown() && session.pictures().shown()->outputs; },
                         kLongestTraining) ||
        !QTest::qWaitFor(legend, kLongestTraining))
        qFatal("the pictures were not asked about");
    camera.takeAll(QStringLiteral("own-pictures"));
}

/// Runs as a study leaves them: six seeds of two settings, one that is half done, a stale and a damaged one.
void makeStudy(const std::filesystem::path& workspace) {
    for (int i = 0; i < 12; ++i) {
        RunConfig config = fixture::someConfig();
        config.parameters.seed = 1 + i / 2;
        config.parameters.epochs = 20;
        config.parameters.useLargeGatingMlp = i % 2 == 0;
        const auto run = workspace / ("gate-study/" + std::to_string(i + 1));
        fixture::makeDoneRun(run, 0.61 + 0.004 * (i % 5), 0.66 + 0.003 * (i * 7 % 9) - 0.02 * (i % 2), config);
        writeRunNote(run, {i % 2 == 0 ? "" : "small gate " + std::to_string(config.parameters.seed),
                           "",
                           {i % 2 == 0 ? "large" : "small"}});
    }
    fixture::makeDoneRun(workspace / "first", 0.58, 0.63);
    writeRunNote(workspace / "first", {"as in the notebook", "The settings of the lab sheet.", {"reference"}});
    fixture::makeRun(workspace / "half done");
    fixture::finishStage(workspace / "half done", "baseline", 0.6, 1.1, 1234);
    fixture::makeDoneRun(workspace / "stale", 0.5, 0.6);
    RunConfig changed = fixture::someConfig();
    changed.parameters.learningRate = 0.01;
    writeRunConfig(workspace / "stale", changed);
    fixture::makeRun(workspace / "broken");
    writeFileAtomically(workspace / "broken/config.json", "{}");
}

/// A run with a large gate and one with a small gate beside one another, what the gate's size does, and how that is
/// taken away.
void showComparison(RunsWindow& window, QTableView& table, const QString& folder) {
    auto* const panels = window.findChild<QTabWidget*>(QStringLiteral("runsPanels"));
    panels->setCurrentIndex(0);
    const auto row = [&](int number) {
        return QItemSelection(table.model()->index(number, 0),
                              table.model()->index(number, table.model()->columnCount() - 1));
    };
    QItemSelection both = row(3);
    both.merge(row(12), QItemSelectionModel::Select);
    table.selectionModel()->select(both, QItemSelectionModel::ClearAndSelect);
    QTest::qWait(500); // for what the panels hear, and read
    Camera(window, folder).takeAll(QStringLiteral("comparison"));
    panels->setCurrentIndex(1);
    Camera(window, folder).takeAll(QStringLiteral("effects"));
    window.findChild<QAction*>(QStringLiteral("exportPanel"))->trigger();
    auto* const dialog = window.findChild<QWidget*>(QStringLiteral("figureDialog"));
    Camera(*dialog, folder).take(QStringLiteral("figure-dialog"), dialog->size());
    dialog->close();
    panels->setCurrentIndex(0);
}

/// Runs of the built-in images in the queue: one that is done, one that trains, and those that wait.
void showQueue(RunsWindow& window, const QString& folder) {
    Sweep sweep;
    sweep.name = "seeds";
    sweep.data = "builtin";
    sweep.parameters.trainExamples = 600;
    sweep.parameters.testExamples = 300;
    sweep.parameters.useLargeExperts = sweep.parameters.useLargeGatingMlp =
        sweep.parameters.useLargeBaselineClassifier = false;
    sweep.parameters.epochs = sweep.parameters.patience = 4;
    sweep.parameters.threads = 1;
    sweep.seeds = 6;
    window.queue().add(sweep);
    window.findChild<QTabWidget*>(QStringLiteral("runsPanels"))->setCurrentIndex(2);
    const auto count = [&](QueueState state) { return window.queue().snapshot().count(state); };
    const auto isInTheMiddle = [&] {
        return count(QueueState::Done) > 0 && count(QueueState::Running) > 0 && count(QueueState::Waiting) > 0;
    };
    if (!QTest::qWaitFor(isInTheMiddle, kLongestTraining))
        qFatal("the queue did not train");
    Camera(window, folder).takeAll(QStringLiteral("queue"));
}

/// @param trains whether to show the queue at work
void showRuns(Settings& settings, const QString& folder, const std::filesystem::path& workspace, bool trains) {
    makeStudy(workspace);
    Session session(workspace);
    RunsWindow window(session, settings, {}, MOELAB_PROGRAM);
    window.show();
    auto* const table = window.findChild<QTableView*>(QStringLiteral("runsTable"));
    if (!QTest::qWaitFor([&] { return table->model()->rowCount() == 16; }, kLongestTraining))
        qFatal("the runs were not found");
    table->selectRow(3);
    Camera(window, folder).takeAll(QStringLiteral("runs"));
    showComparison(window, *table, folder);
    table->selectRow(3);
    auto* const sweep = window.findChild<QAction*>(QStringLiteral("sweepRun"));
    if (!QTest::qWaitFor([&] { return sweep->isEnabled(); }))
        qFatal("one run is chosen, but cannot be swept");
    sweep->trigger();
    auto* const dialog = window.findChild<QWidget*>(QStringLiteral("sweepDialog"));
    dialog->findChild<QLineEdit*>(QStringLiteral("sweepValues1"))->setText(QStringLiteral("20, 50, 100"));
    Camera(*dialog, folder).take(QStringLiteral("sweep"), dialog->size());
    dialog->close();
    if (trains)
        showQueue(window, folder);
}

/// Trains a run, and shows it before and meanwhile.
void showTraining(Session& session, Camera& camera) {
    session.startDraft(QStringLiteral("builtin"));
    if (!QTest::qWaitFor([&] { return session.data() != nullptr; }, kLongestTraining))
        qFatal("the data did not open");
    camera.takeAll(QStringLiteral("draft"));
    Parameters parameters;
    parameters.trainExamples = 600;
    parameters.testExamples = 300;
    parameters.epochs = 6;
    parameters.useLargeExperts = parameters.useLargeGatingMlp = parameters.useLargeBaselineClassifier = false;
    session.setParameters(parameters);
    session.trainer().trainAll();
    const auto inSecondEpoch = [&] {
        return session.stages()[1].progress && session.stages()[1].progress->epoch > 2;
    };
    if (!QTest::qWaitFor(inSecondEpoch, kLongestTraining))
        qFatal("training did not begin");
    session.trainer().setPaused(true);
    camera.takeAll(QStringLiteral("training"));
    session.trainer().setPaused(false);
}

struct Arguments {
    QString folder;
    bool pseudo = false;
    QString run;
    int points = 0;
};

Arguments argumentsOf(const QStringList& given) {
    Arguments arguments;
    if (given.size() < 2)
        qFatal("usage: screenshots FOLDER [pseudo] [RUN] [POINTS]");
    arguments.folder = given[1];
    for (const QString& each : given.mid(2)) {
        if (each == QLatin1String("pseudo"))
            arguments.pseudo = true;
        else if (QFileInfo(each).isDir())
            arguments.run = each;
        else if (arguments.points = each.toInt(); arguments.points <= 0)
            qFatal("neither a run nor a size: %s", qPrintable(each));
    }
    return arguments;
}

} // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    const Arguments arguments = argumentsOf(QApplication::arguments());
    if (arguments.points > 0) {
        QFont font = QApplication::font();
        font.setPointSize(arguments.points);
        QApplication::setFont(font);
    }
    fixture::PseudoTranslator translator;
    if (arguments.pseudo)
        QCoreApplication::installTranslator(&translator);
    QDir().mkpath(arguments.folder);
    const QTemporaryDir temporary;
    Settings settings(temporary.filePath(QStringLiteral("window.ini")));
    Session session(temporary.path().toStdString());
    auto log = std::make_shared<LogSink>();
    spdlog::default_logger()->sinks() = {log}; // before any thread logs
    applyTheme(application, Theme::Light);
    showRuns(settings, arguments.folder, temporary.filePath(QStringLiteral("study")).toStdString(),
             arguments.run.isEmpty());
    MainWindow window(session, settings, log);
    window.resize(1366, 768);
    window.show();
    Camera camera(window, arguments.folder);
    if (arguments.run.isEmpty())
        showTraining(session, camera);
    else
        session.open(arguments.run);
    if (!QTest::qWaitFor([&] { return session.outputs() && !session.training(); }, kLongestTraining))
        qFatal("there is nothing trained to show");
    showEachView(window, session, camera);
    showLooking(window, session, camera, temporary.path());
    showOutdated(window, session, camera);
    window.showStart();
    camera.takeAll(QStringLiteral("start"));
    return 0;
}
