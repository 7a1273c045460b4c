#include "commands/open_run.h"

#include "commands/run_folders.h"

namespace moelab {

void addRunOptions(CLI::App& command, RunOptions& options) {
    command.add_option("run", options.run, "The run's folder")->required();
    command.add_option("--data", options.data,
                       "Where the run's data are now, if they were moved; the run remembers it");
}

Experiment openRun(const RunOptions& options, const StopToken& stop) {
    refuseWorkspace(options.run);
    Experiment experiment = Experiment::openTrained(options.run);
    if (!options.data.empty())
        experiment.moveData(options.data, stop);
    return experiment;
}

} // namespace moelab
