#pragma once

#include "report/report_content.h"

namespace moelab {

struct RunFindings;

/// The report of one run. Draws plots, so only the GUI thread may call it; takes about 0.1 s.
ReportContent runReport(const RunFindings& findings);

} // namespace moelab
