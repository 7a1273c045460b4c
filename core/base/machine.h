#pragma once

#include <cstdint>
#include <filesystem>

namespace moelab {

/// Cores that the operating system lets this process use, at least 1.
int availableThreads();

/// Bytes of memory that could be used without swapping, as the kernel reckons; 0 if it does not say.
std::uint64_t availableMemory();

/// The user's home. @throws Error if there is none
std::filesystem::path homeFolder();

/// From now on the process keeps the memory that a step of training frees, for the next step.
void keepFreedMemory();

/// Gives the operating system back what has been freed.
void returnFreedMemory();

} // namespace moelab
