#include "data/builtin.h"
#include "main_window.h"
#include "samples/sample_model.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QListView>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>
#include <QtTest>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <unistd.h>

/// Prints how fast the window is: its first picture, the frames while a grid of images scrolls, how late the event
/// loop is while a stage trains, and what the views of the analysis take. Run by ./dev bench window.

using namespace moelab;

namespace {

/// Seconds since the kernel started this process, libraries included; counted in hundredths.
double secondsOfProcess() {
    QFile uptime(QStringLiteral("/proc/uptime"));
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (!uptime.open(QIODevice::ReadOnly) || !stat.open(QIODevice::ReadOnly))
        qFatal("/proc cannot be read");
    const double now = uptime.readAll().split(' ').first().toDouble();
    // The 22nd field is the start; the 2nd, in parentheses, may hold blanks.
    const QList<QByteArray> fields = stat.readAll().split(')').last().simplified().split(' ');
    return now - fields[19].toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double residentMegabytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("/proc cannot be read");
    return file.readAll().split(' ')[1].toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// Hears of a widget's first picture.
class FirstPaint : public QObject {
  public:
    double seconds = 0;

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint && seconds == 0)
            QTimer::singleShot(0, this, [this] { seconds = secondsOfProcess(); }); // when it is drawn
        return QObject::eventFilter(watched, event);
    }
};

/// As many images as are asked for, every third answered wrongly.
SampleModel::Content contentOf(std::size_t count) {
    const DataSet drawn = drawBuiltin({10, 1000});
    auto view = std::make_shared<DataView>(viewOf(drawn));
    SampleModel::Content content;
    content.member.width = static_cast<std::int64_t>(drawn.classNames.size());
    view->images.pixels.clear();
    view->images.labels.clear();
    for (std::size_t image = 0; image < count; ++image) {
        const std::size_t source = image % drawn.test.size();
        const auto pixels = drawn.test.pixels.begin() + static_cast<std::ptrdiff_t>(source * 3072);
        view->images.pixels.insert(view->images.pixels.end(), pixels, pixels + 3072);
        const int label = drawn.test.labels[source];
        view->images.labels.push_back(drawn.test.labels[source]);
        content.member.images.push_back(static_cast<std::int64_t>(image));
        content.member.labels.push_back(label);
        content.member.answers.push_back(image % 3 == 0 ? (label + 1) % 10 : label);
        content.member.confidence.push_back(0.5f);
        content.member.loss.push_back(1);
    }
    content.rows.resize(count);
    std::iota(content.rows.begin(), content.rows.end(), 0);
    for (const std::string& name : view->classNames)
        content.names << QString::fromStdString(name);
    content.data = std::move(view);
    return content;
}

void measureScrolling(MainWindow& window, std::size_t count) {
    window.showView(QStringLiteral("samplesView"));
    auto* const grid = window.findChild<QWidget*>(QStringLiteral("samplesView"))->findChild<QListView*>();
    grid->show(); // without a trained run the panel hides it
    QTest::qWait(100);
    SampleModel::Content content = contentOf(count);
    QElapsedTimer timer;
    timer.start();
    static_cast<SampleModel*>(grid->model())->showContent(std::move(content));
    grid->doItemsLayout();
    grid->viewport()->repaint();
    const double shown = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    std::vector<double> frames;
    constexpr int kFrames = 400;
    for (int frame = 0; frame < kFrames; ++frame) {
        timer.restart();
        grid->verticalScrollBar()->setValue(grid->verticalScrollBar()->maximum() * frame / kFrames);
        grid->viewport()->repaint();
        frames.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(frames);
    std::printf(
        "%zu images: shown after %.1f ms; frame %.2f ms (median), %.2f ms (95th percentile), %.2f ms (worst); "
        "%.0f MB resident\n",
        count, shown, frames[kFrames / 2], frames[kFrames * 95 / 100], frames.back(), residentMegabytes());
}

constexpr int kLongest = 10 * 60 * 1000; // milliseconds

/// Begins a run of the built-in images, with small networks.
void startDraft(Session& session, Parameters parameters) {
    session.startDraft(QStringLiteral("builtin"));
    if (!QTest::qWaitFor([&] { return session.data() && !session.hasRun(); }, kLongest))
        qFatal("the data did not open");
    parameters.useLargeExperts = parameters.useLargeGatingMlp = parameters.useLargeBaselineClassifier = false;
    session.setParameters(parameters);
}

/// How late a timer of the event loop is while a stage trains with all threads but one.
void measureEventLoop(Session& session) {
    constexpr std::size_t kTicks = 400;
    constexpr int kInterval = 5; // milliseconds
    Parameters parameters;
    parameters.trainExamples = 120;
    parameters.testExamples = 60;
    parameters.epochs = parameters.patience = 1000;
    parameters.threads = std::max(1, QThread::idealThreadCount() - 1);
    startDraft(session, parameters);
    session.trainer().train({QStringLiteral("gate")});
    if (!QTest::qWaitFor([&] { return session.findStage("gate")->batches.points().size() > 5; }, kLongest))
        qFatal("training did not start");
    std::vector<double> late;
    QEventLoop loop; // QTest's waiting sleeps between its looks at the events
    QElapsedTimer since;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        late.push_back(static_cast<double>(since.nsecsElapsed()) / 1e6 - kInterval);
        if (late.size() == kTicks)
            loop.quit();
        since.restart();
    });
    since.start();
    timer.start(kInterval);
    loop.exec();
    timer.stop();
    if (!session.training())
        qFatal("training ended too early");
    session.stop();
    if (!QTest::qWaitFor([&] { return !session.training(); }, kLongest))
        qFatal("training did not stop");
    std::ranges::sort(late);
    std::printf(
        "event loop late by %.2f ms (median), %.2f ms (95th percentile), %.2f ms (worst) while a stage trains\n",
        late[late.size() / 2], late[late.size() * 95 / 100], late.back());
}

/// Opens the views of the analysis on a real run, trained a little, with 10,000 test images.
void measureAnalysis(MainWindow& window, Session& session) {
    Parameters parameters;
    parameters.trainExamples = 300;
    parameters.testExamples = 10000;
    parameters.epochs = 1;
    parameters.validation = Validation::Holdout;
    startDraft(session, parameters);
    session.trainer().trainAll();
    const auto answered = [&] {
        return session.outputs() && !session.outputs()->mixture().empty() && session.activity().isEmpty();
    };
    if (!QTest::qWaitFor(answered, kLongest))
        qFatal("training did not end");
    for (const char* view : {"confusionView", "mixtureView", "routingView", "calibrationView"}) {
        const double before = residentMegabytes();
        QElapsedTimer timer;
        timer.start();
        window.showView(QLatin1String(view));
        window.repaint();
        const double shown = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        QTest::qWait(500); // what comes from other threads
        if (!QTest::qWaitFor([&] { return session.activity().isEmpty(); }, kLongest))
            qFatal("the members did not answer");
        std::printf("%s of 10000 images: opened in %.1f ms; %+.1f MB, %.0f MB resident\n", view, shown,
                    residentMegabytes() - before, residentMegabytes());
    }
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("window.ini")));
    Session session(folder.filePath(QStringLiteral("runs")).toStdString());
    MainWindow window(session, settings, std::make_shared<LogSink>());
    FirstPaint first;
    window.installEventFilter(&first);
    window.show();
    if (!QTest::qWaitFor([&] { return first.seconds > 0; }))
        qFatal("the window was not drawn");
    std::printf("first picture %.2f s after the start of the process; %.0f MB resident\n", first.seconds,
                residentMegabytes());
    measureScrolling(window, 10000);
    measureScrolling(window, 60000);
    measureEventLoop(session);
    measureAnalysis(window, session);
    return 0;
}
