#pragma once

#include <CLI/CLI.hpp>

namespace moelab {

/// Parses the command line as CLI11 does, except that every argument is what was typed: CLI11 alone takes "[a,b]"
/// for two arguments and "{}" for none, wherever several can stand, and "++" for a command's end. An empty name is
/// refused. To be called once the commands are added.
/// @throws CLI::ParseError
void parseArguments(CLI::App& app, int argc, const char* const* argv);

/// Prints the help that was asked for, or what is wrong with the command line.
/// @returns CLI11's exit status, 0 for help
int sayWhyNotParsed(const CLI::App& app, const CLI::ParseError& problem, int argc, const char* const* argv);

} // namespace moelab
