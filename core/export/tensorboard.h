#pragma once

#include "experiment/run_files.h"

#include <string>
#include <vector>

namespace moelab {

/// A stage's epochs as TensorBoard reads them: records of TensorFlow's TFRecord format
/// (tensorflow/core/lib/io/record_writer.h), each an Event message (tensorflow/core/util/event.proto) with the
/// scalars loss, accuracy, val_loss and val_accuracy (summary.proto) at the epoch as step. Wall times count from
/// the run's start, as if the stage had begun with it.
/// @throws Error naming started_utc if it is no time
std::string eventFile(const RunConfig& config, const std::vector<EpochMetrics>& epochs);

/// "events.out.tfevents.1764034010.moelab": the same for every stage of a run. @throws Error likewise
std::string eventFileName(const RunConfig& config);

} // namespace moelab
