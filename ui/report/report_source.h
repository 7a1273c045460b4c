#pragma once

#include "report/comparison_findings.h"
#include "report/report_content.h"
#include "session/run_findings.h"
#include "workspace/runs.h"

#include <filesystem>
#include <span>
#include <variant>

namespace moelab {

/// What a report is made of: one run, two beside each other, or any number by what they say of themselves.
using ReportSource = std::variant<RunFindings, ComparisonFindings, Runs>;

/// Reads what a report of these runs says, of one or two in depth; any thread may call it. Of two of which one
/// cannot be read, that of the other, with a warning in the log.
/// @param runs the folders of different runs, at least one
/// @throws Stopped; Error, or as readRuns
ReportSource gatherReport(std::span<const std::filesystem::path> runs, const StopToken& stop);

/// Of any number of runs what they say of themselves. Those that cannot be read are left out, with a warning in the
/// log. @throws Error of the first, if none can
Runs readRuns(std::span<const std::filesystem::path> runs);

/// GUI thread only. @param title of a report of many runs; others have the runs' names
ReportContent composeReport(const ReportSource& source, const QString& title);

} // namespace moelab
