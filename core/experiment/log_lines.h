#pragma once

#include <spdlog/formatter.h>

#include <memory>
#include <string>

namespace moelab {

/// Formats messages as spdlog does by this pattern, each in one line, whatever names it quotes (see onOneLine).
std::unique_ptr<spdlog::formatter> logLines(const std::string& pattern);

} // namespace moelab
