#include "workspace/workspace_view.h"

#include "base/stop_token.h"
#include "workspace/workspace.h"
#include "workspace/workspace_index.h"

#include <QElapsedTimer>
#include <QSemaphore>

#include <algorithm>
#include <set>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr int kLeastMilliseconds = 2000; ///< between two looks
/// A look may take one part in so many of the time, so that a large workspace costs little.
constexpr double kRest = 20;
constexpr int kSoonMilliseconds = 200; ///< after a folder changed; more changes than one come together
constexpr std::size_t kMostWatched = 500;

} // namespace

WorkspaceView::WorkspaceView(QObject* parent)
    : QObject(parent)
    , m_stop(std::make_shared<StopToken>())
    , m_thread(std::make_unique<JobThread>()) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &WorkspaceView::rescan);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (m_following && (!m_timer.isActive() || m_timer.remainingTime() > kSoonMilliseconds))
            m_timer.start(kSoonMilliseconds);
    });
}

WorkspaceView::~WorkspaceView() {
    m_stop->requestStop();
    QSemaphore closed;
    m_thread->post([&] { // its database is the thread's
        m_index.reset();
        closed.release();
    });
    closed.acquire();
    m_thread.reset();
}

void WorkspaceView::setPath(const fs::path& path, const fs::path& index) {
    m_stop->requestStop();
    m_stop = std::make_shared<StopToken>();
    m_thread->post([old = std::move(m_index)]() mutable { old.reset(); });
    m_index = std::make_shared<WorkspaceIndex>(path, index);
    m_path = path;
    m_ready = false;
    m_failure.clear();
    m_notKept.clear();
    m_rows.clear();
    emit rowsChanged();
    rescan();
}

void WorkspaceView::setFollowing(bool following) {
    if (std::exchange(m_following, following) == following)
        return;
    following ? rescan() : m_timer.stop();
}

void WorkspaceView::rescan() {
    if (!m_index)
        return;
    m_timer.stop();
    const int serial = ++m_serial;
    m_thread->post([this, serial, index = m_index, stop = m_stop] {
        QElapsedTimer timer;
        timer.start();
        try {
            Found found{index->scan(*stop), 0, {}};
            found.seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
            if (index->notKept())
                found.notKept = QString::fromStdString(index->notKept()->what());
            QMetaObject::invokeMethod(
                this, [this, serial, found = std::move(found)]() mutable { take(serial, std::move(found)); },
                Qt::QueuedConnection);
        } catch (const Stopped&) { // another workspace is shown, or none
        } catch (const std::exception& problem) {
            QMetaObject::invokeMethod(
                this,
                [this, serial, message = QString::fromStdString(problem.what())] { takeFailure(serial, message); },
                Qt::QueuedConnection);
        }
    });
}

void WorkspaceView::take(int serial, Found found) {
    if (serial != m_serial)
        return;
    const bool first = !std::exchange(m_ready, true);
    m_failure.clear();
    if (std::exchange(m_notKept, found.notKept) != found.notKept && !found.notKept.isEmpty())
        emit failed(found.notKept);
    if (first || found.rows != m_rows) {
        m_rows = std::move(found.rows);
        emit rowsChanged();
    }
    watchFolders();
    plan(found.seconds);
}

void WorkspaceView::takeFailure(int serial, const QString& message) {
    if (serial != m_serial)
        return;
    m_ready = true;
    if (!m_rows.empty()) {
        m_rows.clear();
        emit rowsChanged();
    }
    if (std::exchange(m_failure, message) != message)
        emit failed(message);
    plan(0);
}

void WorkspaceView::plan(double seconds) {
    if (m_following)
        m_timer.start(std::max(kLeastMilliseconds, static_cast<int>(kRest * 1000 * seconds)));
}

/// The folders in which runs come and go.
void WorkspaceView::watchFolders() {
    std::set<fs::path> parents{m_path};
    for (const RunRow& row : m_rows)
        parents.insert(row.path.parent_path());
    QStringList wanted;
    for (const fs::path& parent : parents)
        if (static_cast<std::size_t>(wanted.size()) < kMostWatched)
            wanted << QString::fromStdString(parent.string());
    QStringList watched = m_watcher.directories();
    wanted.sort();
    watched.sort();
    if (watched == wanted)
        return;
    if (!watched.isEmpty())
        m_watcher.removePaths(watched);
    m_watcher.addPaths(wanted); // what cannot be watched is still looked at
}

void WorkspaceView::reread(const std::vector<fs::path>& runs) {
    for (const fs::path& run : runs) {
        const auto at = std::ranges::lower_bound(m_rows, run, {}, &RunRow::path);
        const bool known = at != m_rows.end() && at->path == run;
        if (!isRun(run)) {
            if (known)
                m_rows.erase(at);
            continue;
        }
        const IndexEntry entry = readEntry(m_path, run);
        RunRow row{run, entry.summary, entry.problem, entry.texts, !runsInUse({run}).empty()};
        if (known)
            *at = std::move(row);
        else
            m_rows.insert(at, std::move(row));
    }
    emit rowsChanged();
    rescan();
}

void WorkspaceView::emptyTrash() {
    m_thread->post([this, path = m_path] {
        QString problem;
        try {
            moelab::emptyTrash(path);
        } catch (const std::exception& fault) {
            problem = QString::fromStdString(fault.what());
        }
        QMetaObject::invokeMethod(
            this, [this, problem] { problem.isEmpty() ? emit trashEmptied() : emit failed(problem); },
            Qt::QueuedConnection);
    });
}

} // namespace moelab
