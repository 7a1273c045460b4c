#pragma once

#include "base/files.h"
#include "report/report_content.h"

namespace moelab {

/// Refuses a file that a report cannot be written to: with another suffix than .html or .pdf, or one that exists
/// and is not to be replaced. @throws Error naming it
void checkReportFile(const QString& file, IfExists ifExists);

/// Writes HTML or PDF, by the file's suffix. GUI thread only. @throws Error as checkReportFile, or if it cannot be
/// written
void writeReport(const ReportContent& report, const QString& file, IfExists ifExists);

} // namespace moelab
