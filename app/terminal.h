#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// Whether lines on standard error can be drawn again: it is a terminal, and one that knows escape sequences.
bool canRedraw();

/// Of the terminal that standard error is; 80 if it does not say.
std::size_t terminalColumns();

/// How many columns of a terminal a text in UTF-8 takes: wide characters two, combining ones none.
std::size_t columnsOf(std::string_view text);

/// As many of the first characters as fit.
std::string cutTo(std::string_view text, std::size_t columns);

/// Followed by as many spaces as are missing.
std::string padded(std::string text, std::size_t columns);

/// A cell of a table, at the left of its column: what a name holds is shown on one line, cut and padded.
std::string cell(std::string_view name, std::size_t columns);

/// The same at the right of its column.
std::string cellAtRight(std::string_view name, std::size_t columns);

/// Of a table's first column: as many as the longest of its names takes, at least so many, and at most 40.
std::size_t columnsFor(const std::vector<std::string>& names, std::size_t least);

/// A path as a line of standard output: for a program its very bytes, on a terminal what a person can read.
void printPath(const std::string& path);

} // namespace moelab
