#pragma once

#include "report/report_content.h"

namespace moelab {

/// What becomes of a file that stands where a report is to be written.
enum class ExistingReport { Refuse, Replace };

/// Refuses a file that a report cannot be written to: with another suffix than .html or .pdf, or one that exists
/// and is not to be replaced. @throws Error naming it
void checkReportFile(const QString& file, ExistingReport existing);

/// Writes HTML or PDF, by the file's suffix. GUI thread only. @throws Error as checkReportFile, or if it cannot be
/// written
void writeReport(const ReportContent& report, const QString& file, ExistingReport existing);

} // namespace moelab
