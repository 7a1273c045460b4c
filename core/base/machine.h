#pragma once

#include <cstdint>
#include <filesystem>

namespace moelab {

/// Cores that the operating system lets this process use, by its affinity and its control groups (see cgroups.h);
/// at least 1.
int availableThreads();

/// Bytes of memory that could be used without swapping, as the kernel reckons, and within what the control groups
/// and the process's own limit of addresses (ulimit -v) leave; 0 if nothing says.
std::uint64_t availableMemory();

/// The user's home: $HOME, or where that is not set, what the system's list of users says.
/// @throws Error if there is none
std::filesystem::path homeFolder();

/// Sets $HOME where it is not set, if the system knows the user's home: libraries do not ask the system, and some
/// take / for it. For the start of a program, before it has threads.
void setHome();

/// From now on the process keeps the memory that a step of training frees, for the next step.
void keepFreedMemory();

/// Gives the operating system back what has been freed.
void returnFreedMemory();

} // namespace moelab
