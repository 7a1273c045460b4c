#pragma once

#include "base/json.h"
#include "config/follow_data.h"
#include "config/parameters.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moelab {

enum class SweepMode {
    Grid,  ///< every combination of the values
    List,  ///< the first values together, then the second ones...
    Random ///< `count` draws, every parameter by itself
};

/// Where a random sweep draws a number from; whole parameters stay whole.
struct SweepRange {
    double minimum = 0; ///< inclusive
    double maximum = 0; ///< inclusive
    bool logarithmic = false;
};

/// One parameter that differs between the runs of a sweep.
struct VariedParameter {
    std::string name;                ///< as in parameter_table.h
    std::vector<Json> values;        ///< empty if there is a range
    std::optional<SweepRange> range; ///< in a random sweep only
};

/// Resources that each run requests from Slurm. Zero or empty leaves it to the cluster's defaults.
struct SlurmResources {
    std::string partition;
    std::int64_t cpus = 0; ///< 0: the run's threads
    std::int64_t memoryMiB = 0;
    std::int64_t minutes = 0;
};

/// Several runs that differ in some parameters or in their seed alone.
struct Sweep {
    std::string name; ///< also the folder of its runs; of letters, digits, '.', '_' and '-'
    std::string data; ///< as openData takes it
    Parameters parameters;
    Json namedGroups;     ///< groups of the parameters that name classes (see namesClasses); null if none do
    ParameterNames given; ///< those that its file sets; the others follow the data (see followData)
    SweepMode mode = SweepMode::Grid;
    std::vector<VariedParameter> varied; ///< empty: the seeds alone
    std::int64_t count = 1;              ///< of a random sweep's draws
    std::int64_t randomSeed = 1;         ///< of a random sweep's draws
    std::int64_t seeds = 1;              ///< every setting is repeated with so many, from parameters.seed on
    std::int64_t atOnce = 0;             ///< runs at the same time; 0: as cores and memory allow
    SlurmResources slurm;
};

/// One run of a sweep.
struct PlannedRun {
    std::string folder;  ///< below the workspace: "lr-study/017-learning_rate=0.003-seed=2"
    std::string setting; ///< what was varied but for the seed: "learning_rate=0.003"; "" if nothing was
    Parameters parameters;
    Json namedGroups; ///< groups that are missing in the parameters until the data say what classes there are, or
                      ///< null
};

/// Reads a sweep as a file has it (resources/moelab.1 shows one) and checks it as plannedRuns does.
/// @throws Error naming `source` or the parameter
Sweep sweepFromJson(const Json& object, const std::string& source);
Json toJson(const Sweep& sweep);

/// The runs of a sweep, the seeds of a setting one after the other; the same at every call. `threads` 0 is resolved
/// here, so that whoever trains a run trains it to the same bits: the cores are shared among the runs that continue
/// at the same time.
/// @param cores of the machine, at least 1
/// @throws Error naming the parameter if a value is out of range, and unless there are 1 to limits::kSweepRuns runs
std::vector<PlannedRun> plannedRuns(const Sweep& sweep, int cores);

} // namespace moelab
