#pragma once

#include "experiment/experiment.h"
#include "experiment/stage_trainer.h"

namespace moelab {

/// The part of Experiment that knows LibTorch.
struct Experiment::Impl {
    explicit Impl(RunFolder runFolder);

    RunFolder folder;
    std::vector<Stage> stages;
    std::unique_ptr<const DataSet> data; ///< null until needed

    const DataSet& openedData();
    /// Needs the data. @throws Error as openedData
    RunContext context();
    std::string fingerprintOf(const Stage& stage) const;
    bool isDone(const Stage& stage) const;
};

} // namespace moelab
