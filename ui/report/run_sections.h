#pragma once

#include "report/report_content.h"
#include "session/run_findings.h"

class QAbstractItemModel;

namespace moelab {

/// The sections of a run's report. Those of what is not trained have no blocks.

ReportSection parametersSection(const RunSummary& run);
ReportSection dataSection(const RunSummary& run);
ReportSection stagesSection(const RunFindings& findings);
ReportSection confusionSection(const RunFindings& findings);
ReportSection routingSection(const RunFindings& findings);
ReportSection causesSection(const RunFindings& findings);
ReportSection ladderSection(const RunFindings& findings);
ReportSection calibrationSection(const RunFindings& findings);
ReportSection errorsSection(const RunFindings& findings);
/// @param commands each line that makes what the report is of, once more
ReportSection repeatSection(const QStringList& commands);

/// What is to be said of stages at chance, a line each; empty if there are none.
QString chanceText(const RunSummary& run);

/// What a model displays. @param textColumns so many of the first are words
ReportTable reportTable(const QAbstractItemModel& model, int textColumns);

} // namespace moelab
