#include "commands/run_folders.h"

#include "base/error.h"
#include "experiment/run_files.h"
#include "workspace/workspace.h"

#include <algorithm>

namespace moelab {
namespace {

bool canBeRead(const std::filesystem::path& run) {
    try {
        readRunConfig(run);
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace

void refuseWorkspace(const std::string& run) {
    std::error_code unknown;
    if (isRun(run) || !std::filesystem::is_directory(run, unknown))
        return;
    const std::vector<std::filesystem::path> runs = runsIn(run);
    if (runs.empty())
        return;
    const auto sound = std::ranges::find_if(runs, canBeRead);
    throw Error(run, "is not a run, but a folder of runs",
                sound == runs.end() ? "Name one of them" : "Name one of them, for instance " + sound->string());
}

void refuseRun(const std::filesystem::path& workspace) {
    if (isRun(workspace))
        throw Error(workspace.string(), "is a run, and no folder for runs",
                    "Name the folder that it lies in, or a new one");
}

} // namespace moelab
