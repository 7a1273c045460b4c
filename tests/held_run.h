#pragma once

#include "experiment/run_folder.h"

#include <csignal>
#include <filesystem>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace fixture {

/// A run that another process holds, until that process is killed.
class HeldRun {
  public:
    /// Returns once the run is held.
    explicit HeldRun(const std::filesystem::path& run) {
        int ready[2];
        if (::pipe(ready) != 0)
            throw moelab::Error(run.string(), "cannot be held", "Close some files");
        m_process = ::fork();
        if (m_process == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL); // whatever becomes of the test
            const moelab::RunFolder held = moelab::RunFolder::open(run);
            (void)!::write(ready[1], "x", 1);
            ::pause();
            ::_exit(0);
        }
        ::close(ready[1]);
        char byte;
        const ssize_t heard = ::read(ready[0], &byte, 1);
        ::close(ready[0]);
        if (heard != 1)
            throw moelab::Error(run.string(), "cannot be held", "See what the other process said");
    }
    HeldRun(const HeldRun&) = delete;
    HeldRun& operator=(const HeldRun&) = delete;
    ~HeldRun() { kill(); }

    pid_t process() const { return m_process; }
    void kill() {
        if (m_process <= 0)
            return;
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
        m_process = -1;
    }

  private:
    pid_t m_process = -1;
};

} // namespace fixture
