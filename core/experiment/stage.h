#pragma once

#include "config/parameters.h"

#include <string>
#include <vector>

namespace moelab {

enum class StageKind { Baseline, Gate, Expert, Mixture };

/// One training step of a run.
struct Stage {
    StageKind kind = StageKind::Baseline;
    int group = -1;   ///< an expert's, else -1
    std::string name; ///< "baseline", "gate", "expert-<group>", "mixture"; also its folder's name
};

/// In the order in which the notebook trains them: baseline, gate, an expert per group, mixture.
std::vector<Stage> stagesOf(const ClassGroups& groups);

/// The mixture needs all others; they need nothing.
bool dependsOn(const Stage& stage, const Stage& other);

/// @throws Error naming the stages there are
const Stage& findStage(const std::vector<Stage>& stages, const std::string& name);

/// Hash of all that shapes a stage's result: its own parameters, the data, and for the mixture the fingerprints of
/// the others. Threads and device are not part of it: they change rounding and speed, not what is computed.
/// @param data fingerprint of the images and labels in use
std::string fingerprint(const Stage& stage, const std::vector<Stage>& stages, const Parameters& parameters,
                        const std::string& data);

/// Hash of what shapes the course of a stage's training: as fingerprint(), but without epochs and patience, which
/// only say where it ends, and without the stages it depends on. Trainings of one course, on upstream members with
/// the same weights, do the same epoch by epoch until the shorter ends, so that the longer can continue from there.
std::string courseOf(const Stage& stage, const Parameters& parameters, const std::string& data);

/// The parameters that shape a stage's result, the mixture's without those of the stages it depends on.
std::vector<std::string> parametersOf(const Stage& stage, const Parameters& parameters);

/// How many stages but the mixture, which trains alone, train at the same time.
/// @param parameters with at least 1 thread
int stagesAtOnce(const Parameters& parameters);

} // namespace moelab
