#pragma once

#include "report/report_content.h"

namespace moelab {

/// A report as one HTML file that needs no other: light whatever the theme, with rules for print, without scripts.
/// It is well-formed XML as well.
QByteArray htmlOf(const ReportContent& report);

} // namespace moelab
