#pragma once

#include "base/error.h"

#include <string>

namespace moelab {

/// What is asked of the operating system, as far as the meaning of an error depends on it.
enum class SystemCall {
    Read,
    Write,     ///< also to make, rename and remove
    Sync,      ///< of a file or a folder
    NewName,   ///< to rename to a name that nothing has yet
    Link,      ///< hard links
    LockAlone, ///< without waiting for whoever has the lock
};

/// What can be done about a call that failed.
enum class Remedy {
    WaitForHolder, ///< another process has it: continue when that lets go of it
    DoWithout,     ///< the file system has no such service: continue, and say so
    WaitForPlace,  ///< the disk is full, may not be written, or is gone: the same call may succeed later
    GiveUp         ///< the same call fails again
};

/// @param error as errno has it
Remedy remedyFor(SystemCall call, int error);

/// Thrown when a file cannot be written or read for a reason that may pass, see Remedy::WaitForPlace. Nothing has
/// changed, and the same call may succeed later.
class NoPlaceError : public Error {
  public:
    using Error::Error;
};

/// Answers a call that failed, with the system's reason and what to do about it.
/// @param error as errno has it
/// @param problem what could not be done, e.g. "cannot be written"
/// @param advice as Error takes it; if empty, what the reason calls for
/// @throws NoPlaceError if the reason may pass, else Error
[[noreturn]] void failFor(SystemCall call, int error, const std::string& subject, const std::string& problem,
                          const std::string& advice = {});

/// What a person can do about an error, as Error takes it.
std::string adviceFor(int error);

} // namespace moelab
