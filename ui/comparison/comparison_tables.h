#pragma once

#include "analysis/run_comparison.h"
#include "analysis/run_groups.h"
#include "workspace/runs.h"

class QString;

namespace moelab {

class CellTable;

/// A line for every parameter that differs, a column a run.
void showDifferences(CellTable& table, const Runs& runs);

/// A line for every measure, a column a run; of two runs also the difference, and McNemar's p.
/// @param comparison of the two runs, or null
void showStages(CellTable& table, const Runs& runs, const RunComparison* comparison);

/// What tells a group from the others, in words: "train_examples 1000".
QString nameOf(const std::vector<RunGroup>& groups, std::size_t group);

/// A line for every measure: each group's mean and 95 % interval; where two groups are compared, their difference
/// and test.
/// @param first, second positions among the groups; equal for no comparison
void showGroups(CellTable& table, const std::vector<RunGroup>& groups, std::size_t first, std::size_t second);

} // namespace moelab
