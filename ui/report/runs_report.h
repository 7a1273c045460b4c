#pragma once

#include "report/report_content.h"
#include "workspace/runs.h"

namespace moelab {

/// The report of a sweep, a workspace, or any runs: what differs, how far each came, and the means of repeats with
/// other seeds. Draws plots, so only the GUI thread may call it.
/// @param runs at least one
ReportContent runsReport(const QString& title, const Runs& runs);

} // namespace moelab
