#pragma once

#include "analysis/run_measure.h"
#include "base/json.h"

namespace moelab {

/// Something that is not the same in all of some runs.
struct ParameterDifference {
    std::string name;         ///< a parameter's, or "data"
    std::vector<Json> values; ///< one a run
};

/// Only what differs, in the order of the parameter table; the data, if it differs, last.
std::vector<ParameterDifference> parameterDifferences(RunSpan runs);

/// Whether two runs take their images from the same source, be it more of them or fewer: told by the archive's
/// hash, or by the folder, and by the fingerprint where both take as many.
bool haveSameSource(const RunConfig& first, const RunConfig& second);

/// A value in one line: a choice's name without quotes, class groups by their names and numbers of classes, such as
/// "artificial (4) / natural (6)".
std::string valueText(const Json& value);

} // namespace moelab
