#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace moelab {

/// How a process ended.
struct ExitStatus {
    int code = 0;   ///< what it returned
    int signal = 0; ///< what killed it, else 0
};

/// A child process, started without a shell. It is in a process group of its own, so that Ctrl-C reaches it only
/// through its parent; and it is sent SIGTERM when the thread that started it ends, however that ends. A child that
/// still runs when this object goes is killed.
class Process {
  public:
    /// @param arguments the program (looked for in PATH if it has no slash) and what it is given
    /// @param output the file that its standard output and error are appended to
    /// @throws Error naming the program or the file, a NoPlaceError if the file's reason may pass
    Process(const std::vector<std::string>& arguments, const std::filesystem::path& output);
    Process(Process&& other) noexcept;
    Process& operator=(Process&&) = delete;
    ~Process();

    pid_t id() const { return m_id; }
    /// Does not wait. @returns none while it runs
    std::optional<ExitStatus> ended();
    ExitStatus wait();
    /// Does nothing once it has ended.
    void send(int signal);

  private:
    pid_t m_id;
    std::optional<ExitStatus> m_status;
};

/// What a short command said.
struct CommandOutput {
    ExitStatus status;
    std::string text; ///< standard output and error
};

/// Runs a command to its end, `seconds` at most.
/// @param passes which variables of this process's environment it gets, by their names; if null, all
/// @throws Error naming the program if it cannot be started, takes longer (it is then killed), or says more than
/// `limit` bytes
CommandOutput runCommand(const std::vector<std::string>& arguments, double seconds, std::uint64_t limit,
                         const std::function<bool(std::string_view)>& passes = {});

} // namespace moelab
