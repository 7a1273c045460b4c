#include "commands/run_folders.h"

#include "base/error.h"
#include "experiment/run_files.h"
#include "workspace/workspace.h"

namespace moelab {

void refuseWorkspace(const std::string& run) {
    std::error_code unknown;
    if (isRun(run) || !std::filesystem::is_directory(run, unknown))
        return;
    const std::vector<std::filesystem::path> runs = runsIn(run);
    if (!runs.empty())
        throw Error(run, "is not a run, but a folder of runs",
                    "Name one of them, for instance " + runs.front().string());
}

void refuseRun(const std::filesystem::path& workspace) {
    if (isRun(workspace))
        throw Error(workspace.string(), "is a run, and no folder for runs",
                    "Name the folder that it lies in, or a new one");
}

} // namespace moelab
