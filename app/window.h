#pragma once

#include <string>

namespace moelab {

/// What draws it, with its version, for --version.
std::string windowVersion();

/// From now on Qt takes UTF-8 without a word where the locale has other characters, as the C locale of many servers
/// does. Since 6.5 it says so in four lines, though nothing is lost by it. For the start of a program.
void leaveOutLocaleWarning();

/// Opens the window and returns when it is closed.
/// @param path a run's folder or images to open; empty for the default data
/// @param workspace the folder of runs; empty for the one of the last time, at first the user's own
/// @returns the process' exit status
/// @throws Error if there is no display to open it on, or the program was built without it
int showWindow(int& argc, char** argv, const std::string& path, const std::string& workspace);

} // namespace moelab
