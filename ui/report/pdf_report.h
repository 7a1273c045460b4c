#pragma once

#include "report/report_content.h"

namespace moelab {

/// A report on A4 pages, figures as vectors. No figure and no line of a table is cut by a page's end.
/// Only the GUI thread may call it.
QByteArray pdfOf(const ReportContent& report);

} // namespace moelab
