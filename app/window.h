#pragma once

#include <string>

namespace moelab {

/// True if there is a display to open a window on.
bool hasDisplay();

/// Opens the window and returns when it is closed.
/// @param path a run's folder or CIFAR-10 data to open; empty for the default data
/// @param workspace the folder of runs; empty for the one of the last time, at first the user's own
/// @returns the process' exit status
int showWindow(int& argc, char** argv, const std::string& path, const std::string& workspace);

} // namespace moelab
