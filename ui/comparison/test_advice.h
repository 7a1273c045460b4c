#pragma once

#include "analysis/run_groups.h"

class QString;

namespace moelab {

/// Says, of the measures for which the t test and the sign flips of two groups disagree about 5 %, which of them to
/// trust and why; empty where they agree.
QString testAdvice(const RunGroup& first, const RunGroup& second);

} // namespace moelab
