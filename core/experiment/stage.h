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

/// How the cores are shared. It follows from the parameters alone, so that a stage computes the same bits whichever
/// stages train beside it.
struct ThreadShares {
    int atOnce = 1;      ///< stages that train at the same time
    int independent = 1; ///< cores for each of those
    int mixture = 1;     ///< cores for the mixture, which trains alone
};
/// @param threads at least 1
ThreadShares threadShares(int threads, const ClassGroups& groups);

} // namespace moelab
