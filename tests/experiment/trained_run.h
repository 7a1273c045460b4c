#pragma once

#include "config/parameter_table.h"
#include "experiment/tiny_run.h"

#include <QtTest>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tiny {

inline const std::vector<std::string> kEveryStage = {"baseline", "gate", "expert-artificial", "expert-natural",
                                                     "mixture"};

/// "epochs=2, patience=1"
inline moelab::Parameters with(const QString& assignments, moelab::Parameters parameters = tiny::parameters()) {
    for (const QString& each : assignments.split(", ", Qt::SkipEmptyParts))
        setParameter(parameters, each.toStdString());
    return parameters;
}

inline void change(moelab::Experiment& experiment, const QString& assignments) {
    experiment.setParameters(with(assignments, experiment.parameters()));
}

inline std::string weightsOf(const std::filesystem::path& run, const std::string& stage) {
    return moelab::readStageResult(run, stage).value().weightsSha256;
}

inline std::map<std::string, std::string> weightsOf(const std::filesystem::path& run) {
    std::map<std::string, std::string> weights;
    for (const std::string& stage : kEveryStage)
        weights[stage] = weightsOf(run, stage);
    return weights;
}

/// A run of which all five stages are trained for two epochs, for tests that train it further.
class TrainedRun {
  protected:
    /// To be called once, first.
    void trainOnce() {
        m_run = m_place.path("run");
        moelab::Experiment experiment = moelab::Experiment::create(m_run, tiny::parameters(), "builtin");
        tiny::train(experiment);
    }

    Place m_place;
    std::optional<Place> m_copies; ///< for one test
    std::filesystem::path m_run;
};

} // namespace tiny
