// Prints how long workspaces of 1000 and 10000 runs take to open, medians of 5: until the window's table shows
// them, with and without an index of an earlier sitting, and a look at them after one run changed. Run by
// ./dev bench workspace.
#include "made_runs.h"
#include "runs_window.h"
#include "session/session.h"
#include "session/settings.h"
#include "workspace/workspace_index.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>

using namespace moelab;
namespace fs = std::filesystem;

namespace {

constexpr int kBeat = 5; ///< milliseconds

/// Copies of one: writing each safely to disk would take minutes.
void makeRuns(const fs::path& workspace, int count) {
    fixture::makeDoneRun(workspace / "run 0", 0.6, 0.7);
    for (int i = 1; i < count; ++i) {
        const fs::path run = workspace / ("run " + std::to_string(i));
        fs::copy(workspace / "run 0", run, fs::copy_options::recursive);
        std::ofstream(run / "note.json")
            << R"({"schema": 1, "name": "", "note": "Seed )" << i << R"(", "tags": ["seeds"]})";
    }
}

double median(const std::function<double()>& measure) {
    std::vector<double> times;
    for (int i = 0; i < 5; ++i)
        times.push_back(measure());
    std::ranges::sort(times);
    return times[2];
}

double millisecondsOf(const std::function<void()>& act) {
    QElapsedTimer timer;
    timer.start();
    act();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// From the making of the window until its table is drawn, and the longest that the window meanwhile did not
/// answer.
double open(const fs::path& workspace, const QString& settingsFile, int count, double& longestBlock) {
    Settings settings(settingsFile);
    Session session(workspace);
    longestBlock = 0;
    return millisecondsOf([&] {
        RunsWindow window(session, settings, {}, {});
        window.show();
        auto* const table = window.findChild<QTableView*>(QStringLiteral("runsTable"));
        QElapsedTimer since;
        since.start();
        QTimer beat;
        QObject::connect(&beat, &QTimer::timeout, [&] {
            longestBlock = std::max(longestBlock, static_cast<double>(since.nsecsElapsed()) / 1e6 - kBeat);
            since.restart();
        });
        beat.start(kBeat);
        while (table->model()->rowCount() < count)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        table->viewport()->repaint();
    });
}

void measure(int count) {
    const QTemporaryDir folder;
    qputenv("XDG_CACHE_HOME", folder.filePath(QStringLiteral("cache")).toUtf8());
    const fs::path workspace = folder.filePath(QStringLiteral("runs")).toStdString();
    const QString settings = folder.filePath(QStringLiteral("window.ini"));
    makeRuns(workspace, count);
    double block = 0;
    const double again = median([&] {
        fs::remove(indexFileOf(workspace));
        return open(workspace, settings, count, block);
    });
    std::vector<double> processor; // what it takes on a machine that does nothing else
    const double indexed = median([&] {
        const std::clock_t before = std::clock();
        const double time = open(workspace, settings, count, block);
        processor.push_back(1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
        return time;
    });
    std::ranges::sort(processor);
    WorkspaceIndex index(workspace, indexFileOf(workspace));
    index.scan({});
    const double unchanged = median([&] { return millisecondsOf([&] { index.scan({}); }); });
    int edits = 0;
    const double changed = median([&] {
        writeRunNote(workspace / "run 7", {"name " + std::to_string(++edits), "", {}});
        const double time = millisecondsOf([&] { index.scan({}); });
        if (index.lastRead() != 1)
            qFatal("%zu runs were read instead of one", index.lastRead());
        return time;
    });
    std::printf("%d runs: opened in %.0f ms without an index, in %.0f ms with one, %.0f ms of them on the "
                "processor (longest block of the window "
                "%.0f ms); a look takes %.0f ms, %.0f ms after one run changed\n",
                count, again, indexed, processor[2], block, unchanged, changed);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    measure(1000);
    measure(10000);
    return 0;
}
