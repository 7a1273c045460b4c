#include "queue/queue_driver.h"

#include "base/machine.h"
#include "session/core_words.h"
#include "sweep/local_executor.h"

#include <QtConcurrent>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kPollMilliseconds = 500;

bool isOpen(const QueueEntry& entry) {
    return entry.state == QueueState::Waiting || entry.state == QueueState::Running;
}

} // namespace

QueueDriver::QueueDriver(std::filesystem::path program, QObject* parent)
    : QObject(parent)
    , m_program(std::move(program))
    , m_stop(std::make_shared<StopToken>()) {
    m_timer.setInterval(kPollMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &QueueDriver::poll);
    connect(&m_plan, &QFutureWatcher<Planned>::finished, this, &QueueDriver::takePlan);
}

QueueDriver::~QueueDriver() {
    m_stop->requestStop();
    m_plan.waitForFinished();
}

void QueueDriver::setWorkspace(const std::filesystem::path& workspace) {
    m_timer.stop();
    m_queue.reset();
    m_snapshot = {};
    m_workspace = workspace;
    std::error_code problem;
    if (std::filesystem::exists(workspace / ".queue", problem)) {
        change([this] {
            open();
            if (m_queue->readOnly())
                return;
            const QueueFile left = readQueueFile(m_workspace / ".queue" / "queue.jsonl");
            if (std::ranges::any_of(left.entries, isOpen))
                m_queue->setPaused(true); // until a person lets it continue
        });
    }
    emit changed();
}

void QueueDriver::open() {
    if (m_queue)
        return;
    m_queue = std::make_unique<RunQueue>(m_workspace, std::make_unique<LocalExecutor>(m_program, m_workspace));
    m_timer.start();
}

QString QueueDriver::readOnly() const {
    return m_queue && m_queue->readOnly() ? QString::fromStdString(m_queue->readOnly()->what()) : QString();
}

void QueueDriver::poll() {
    try {
        m_snapshot = m_queue->poll();
        emit changed();
    } catch (const Error& problem) {
        emit failed(messageOf(problem));
    }
}

/// What may fail; the view follows at once.
template <class Act>
void QueueDriver::change(const Act& act) {
    try {
        act();
        if (m_queue)
            poll();
    } catch (const Error& problem) {
        emit failed(messageOf(problem));
    }
}

void QueueDriver::add(const Sweep& sweep) {
    if (planning()) {
        emit failed(tr("Another sweep is being prepared. Wait for it, then try again."));
        return;
    }
    m_plan.setFuture(QtConcurrent::run([sweep, workspace = m_workspace, stop = m_stop] {
        Planned planned{workspace, {}, {}};
        try {
            planned.entries = entriesOf(sweep, availableThreads(), *stop);
        } catch (const std::exception& problem) {
            planned.problem = messageOf(problem);
        }
        return planned;
    }));
    emit changed();
}

void QueueDriver::takePlan() {
    const Planned planned = m_plan.result();
    if (planned.workspace != m_workspace) // another one is shown by now
        emit failed(tr("Nothing was added, as another workspace is shown."));
    else if (!planned.problem.isEmpty())
        emit failed(planned.problem);
    else
        change([&] {
            open();
            m_queue->add(planned.entries);
            emit added(static_cast<int>(planned.entries.size()));
        });
}

void QueueDriver::move(const std::string& folder, std::size_t position) {
    change([&] { m_queue->move(folder, position); });
}

void QueueDriver::cancel(const std::string& folder) {
    change([&] { m_queue->cancel(folder); });
}

void QueueDriver::retry(const std::string& folder) {
    change([&] { m_queue->retry(folder); });
}

void QueueDriver::setPaused(bool paused) {
    change([&] { m_queue->setPaused(paused); });
}

void QueueDriver::clearFinished() {
    change([&] { m_queue->clearFinished(); });
}

} // namespace moelab
