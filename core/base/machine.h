#pragma once

namespace moelab {

/// Cores that the operating system lets this process use, at least 1.
int availableThreads();

/// From now on the process keeps the memory that a step of training frees, for the next step.
void keepFreedMemory();

/// Gives the operating system back what has been freed.
void returnFreedMemory();

} // namespace moelab
