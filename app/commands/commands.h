#pragma once

#include <CLI/CLI.hpp>

namespace moelab {

/// Each adds one command, with its options and what it does.
void addTrainCommand(CLI::App& app);
void addSweepCommand(CLI::App& app);
void addEvaluateCommand(CLI::App& app);
void addAnalyzeCommand(CLI::App& app);
void addPredictCommand(CLI::App& app);
void addExportCommand(CLI::App& app);
void addReportCommand(CLI::App& app);
void addDataCommand(CLI::App& app);
void addShowCommand(CLI::App& app);
void addBenchCommand(CLI::App& app);

} // namespace moelab
