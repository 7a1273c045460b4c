#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace moelab {

/// To live while a QApplication is made. Where Qt finds no display that it can use, it would end the program by
/// SIGABRT: instead this says why, in one sentence, and ends it as a command that failed. Where a display does not
/// answer, it says what the program waits for.
class DisplayWatch {
  public:
    /// @param advice what a person can do where there is no display, as Error takes it
    explicit DisplayWatch(std::string advice);
    /// Passes on what Qt had to say meanwhile.
    ~DisplayWatch();
    DisplayWatch(const DisplayWatch&) = delete;
    DisplayWatch& operator=(const DisplayWatch&) = delete;

  private:
    void watch();

    std::mutex m_mutex;
    std::condition_variable m_made;
    bool m_isMade = false;
    std::thread m_thread;
};

} // namespace moelab
