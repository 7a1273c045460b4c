#pragma once

#include "report/report_content.h"

namespace moelab {

struct ComparisonFindings;

/// The report of two runs. Draws plots, so only the GUI thread may call it; takes about 0.1 s.
ReportContent comparisonReport(const ComparisonFindings& findings);

} // namespace moelab
