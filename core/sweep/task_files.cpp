#include "sweep/task_files.h"

#include "base/error.h"
#include "base/files.h"
#include "base/printable.h"
#include "config/parameter_table.h"

#include <algorithm>
#include <fstream>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr std::streamoff kTailBytes = 4096;

fs::path taskFile(const fs::path& workspace, const std::string& folder, const char* suffix) {
    return (workspace / ".queue" / "tasks" / folder).concat(suffix);
}

} // namespace

fs::path logOfTask(const fs::path& workspace, const std::string& folder) {
    return taskFile(workspace, folder, ".log");
}

TaskCommand prepareTask(const fs::path& program, const fs::path& workspace, const RunTask& task) {
    const fs::path config = taskFile(workspace, task.folder, ".json");
    makeFolder(config.parent_path());
    writeFileAtomically(config, toJson(task.parameters).dump(2) + "\n");
    return {{program.string(), "train", "--data", task.data, "--out", task.run.string(), "--config",
             config.string(), "--resume", "--reuse", workspace.string()},
            logOfTask(workspace, task.folder)};
}

std::string lastWordsOf(const fs::path& log) {
    std::ifstream file(log, std::ios::binary | std::ios::ate);
    if (!file)
        return {};
    const std::streamoff size = file.tellg();
    file.seekg(std::max<std::streamoff>(0, size - kTailBytes));
    std::string last;
    for (std::string line; std::getline(file, line);)
        if (!line.empty())
            last = line;
    constexpr std::string_view kPrefix = "moelab: ";
    return printable(last.starts_with(kPrefix) ? last.substr(kPrefix.size()) : last);
}

} // namespace moelab
