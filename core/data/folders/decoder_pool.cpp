#include "data/folders/decoder_pool.h"

#include "base/machine.h"

#include <chrono>

namespace moelab {
namespace {

/// What lies in memory before it is decoded.
constexpr std::size_t kMostWaiting = 256;
constexpr std::size_t kMostWaitingBytes = std::size_t{64} << 20;
constexpr auto kTick = std::chrono::milliseconds(100);

} // namespace

DecoderPool::DecoderPool(std::function<void(const Job&)> work)
    : m_decode(std::move(work)) {
    for (int i = 0; i < availableThreads(); ++i)
        m_threads.emplace_back([this] { run(); });
}

DecoderPool::~DecoderPool() {
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        m_waiting.clear();
    }
    m_work.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

/// Half of what may be waiting: whoever adds then adds many, instead of waking up for each.
bool DecoderPool::hasRoom() const {
    return m_waiting.size() <= kMostWaiting / 2 && m_waitingBytes <= kMostWaitingBytes / 2;
}

void DecoderPool::wait(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                       const std::function<bool()>& until, const Tick& tick) {
    while (!changed.wait_for(lock, kTick, until)) {
        lock.unlock();
        tick();
        lock.lock();
    }
}

void DecoderPool::add(Job job, const Tick& tick) {
    std::unique_lock lock(m_mutex);
    if (m_waiting.size() >= kMostWaiting || m_waitingBytes >= kMostWaitingBytes)
        wait(
            lock, m_room, [this] { return hasRoom(); }, tick);
    m_waitingBytes += job.bytes.size();
    m_waiting.push_back(std::move(job));
    lock.unlock();
    m_work.notify_one();
}

void DecoderPool::finish(const Tick& tick) {
    std::unique_lock lock(m_mutex);
    wait(
        lock, m_idle, [this] { return m_waiting.empty() && m_working == 0; }, tick);
}

void DecoderPool::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_work.wait(lock, [this] { return m_ending || !m_waiting.empty(); });
        if (m_ending)
            return;
        const Job job = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_waitingBytes -= job.bytes.size();
        ++m_working;
        if (hasRoom())
            m_room.notify_one();
        lock.unlock();
        m_decode(job);
        lock.lock();
        if (--m_working == 0 && m_waiting.empty())
            m_idle.notify_all();
    }
}

} // namespace moelab
