#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace moelab {

/// Threads that each take the next file's bytes and hand them to one function, which must not throw.
class DecoderPool {
  public:
    struct Job {
        std::size_t index;
        std::string bytes;
        std::string name; ///< of the file, for messages
    };

    /// As many threads as the machine has cores for us.
    explicit DecoderPool(std::function<void(const Job&)> work);
    /// Lets go of what is waiting.
    ~DecoderPool();
    DecoderPool(const DecoderPool&) = delete;
    DecoderPool& operator=(const DecoderPool&) = delete;

    /// Called ten times a second while somebody waits; may throw, which ends the waiting.
    using Tick = std::function<void()>;

    /// Waits while too much is waiting.
    void add(Job job, const Tick& tick);
    /// Waits until all is done.
    void finish(const Tick& tick);

  private:
    bool hasRoom() const;
    void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
              const std::function<bool()>& until, const Tick& tick);
    void run();

    std::function<void(const Job&)> m_decode;
    std::mutex m_mutex;
    std::condition_variable m_work; ///< for the threads: there is some, or an end
    std::condition_variable m_room; ///< for who adds: there is some again
    std::condition_variable m_idle;
    std::deque<Job> m_waiting;
    std::size_t m_waitingBytes = 0;
    std::size_t m_working = 0;
    bool m_ending = false;
    std::vector<std::thread> m_threads;
};

} // namespace moelab
