#pragma once

#include "config/parameters.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace moelab {

/// A run that is to be trained to its end, from wherever it stands.
struct RunTask {
    std::string folder;        ///< as the queue names it
    std::filesystem::path run; ///< where it lies
    std::string data;
    Parameters parameters;
    std::size_t imageBytes = 3072; ///< of each image of its data
};

/// Exit code of `moelab train` after a request to stop, as a shell reports Ctrl-C.
constexpr int kStoppedExitCode = 130;

/// A task that came to rest. What it achieved stands in the run's folder.
struct EndedTask {
    std::string folder;
    std::optional<int> exitCode; ///< of `moelab train`; none if it was killed or lost
    std::string lastWords;       ///< the last line it said, or what is known of its end; may be empty
};

/// Who trains the runs of a queue. Calls come from one thread.
class Executor {
  public:
    virtual ~Executor() = default;

    virtual std::string name() const = 0;

    /// Whether its tasks continue when this program ends.
    virtual bool outlivesProgram() const = 0;

    /// The folders of the tasks it has in hand; when it is new, those that an earlier program left with it.
    virtual std::vector<std::string> inHand() = 0;

    /// How many tasks it may take now, whatever they need.
    virtual std::size_t most() = 0;

    /// @returns how many of these it would start now, counted from the first
    virtual std::size_t room(std::span<const RunTask> waiting) = 0;

    /// Those that it then does not have in hand were not taken, and wait.
    /// @throws Error if one cannot be started; those before it may be in hand then
    virtual void start(std::span<const RunTask> tasks) = 0;

    /// Asks a task to save its state and end; it then is among the ended ones.
    virtual void stop(const std::string& folder) = 0;

    /// Why a task in hand does not run yet, for a person to read; empty if it does.
    virtual std::string waitsFor(const std::string& /*folder*/) const { return {}; }

    /// How long it may take until what a task wrote is seen here.
    virtual std::chrono::seconds lag() const { return {}; }

    /// Those that ended since the last call; each is in hand no longer.
    virtual std::vector<EndedTask> ended() = 0;
};

} // namespace moelab
