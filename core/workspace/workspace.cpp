#include "workspace/workspace.h"

#include "base/error.h"
#include "base/file_lock.h"
#include "base/limits.h"
#include "base/machine.h"
#include "experiment/run_files.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace moelab {
namespace {

namespace fs = std::filesystem;

bool isHidden(const fs::path& path) { return path.filename().string().starts_with("."); }

/// A folder that vanishes or may not be read on the way is passed over; the first one is not.
void collect(const fs::path& folder, int depth, std::vector<fs::path>& runs, std::error_code& problem) {
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        std::error_code ignored;
        if (isHidden(entry->path()) || entry->is_symlink(ignored) || !entry->is_directory(ignored))
            continue;
        if (isRun(entry->path())) {
            runs.push_back(entry->path());
            if (runs.size() > limits::kWorkspaceRuns)
                throw Error(folder.string(), "holds more than " + std::to_string(limits::kWorkspaceRuns) + " runs",
                            "Choose a folder with fewer, or move some away");
        } else if (depth < limits::kWorkspaceDepth) {
            collect(entry->path(), depth + 1, runs, ignored);
        }
    }
}

fs::path trashOf(const fs::path& workspace) { return workspace / ".trash"; }

void move(const fs::path& from, const fs::path& to) {
    std::error_code problem;
    fs::create_directories(to.parent_path(), problem);
    if (!problem)
        fs::rename(from, to, problem);
    if (problem)
        throw Error(from.string(), "cannot be moved to " + to.string() + " (" + problem.message() + ")",
                    "Check that both folders may be written");
}

/// "name", else "name 2", "name 3"...
fs::path freeName(const fs::path& wanted) {
    fs::path path = wanted;
    std::error_code problem;
    for (int number = 2; fs::exists(fs::symlink_status(path, problem)); ++number)
        path = wanted.string() + " " + std::to_string(number);
    return path;
}

} // namespace

fs::path defaultWorkspace() {
    // The XDG specification says to ignore a path that is not absolute.
    const char* const data = std::getenv("XDG_DATA_HOME");
    const fs::path home = data && *data == '/' ? fs::path(data) : homeFolder() / ".local" / "share";
    return home / "moelab" / "runs";
}

std::vector<fs::path> runsIn(const fs::path& workspace) {
    std::vector<fs::path> runs;
    std::error_code problem;
    if (!fs::exists(workspace, problem) && !problem)
        return runs;
    problem.clear();
    collect(workspace, 1, runs, problem);
    if (problem)
        throw Error(workspace.string(), "cannot be read (" + problem.message() + ")",
                    "Check its permissions, or choose another workspace");
    std::ranges::sort(runs);
    return runs;
}

std::vector<fs::path> runsAt(const fs::path& runOrWorkspace) {
    return isRun(runOrWorkspace) ? std::vector{runOrWorkspace} : runsIn(runOrWorkspace);
}

fs::path wholePath(const fs::path& folder) {
    if (folder.empty())
        throw Error("the folder", "has an empty name", "Name a run's folder, or one that has runs in it");
    return fs::absolute(folder / "").lexically_normal().parent_path();
}

/// The kernel's list, since asking for a lock would for a moment be in the way of who wants to take it.
std::set<fs::path> runsInUse(const std::vector<fs::path>& runs) {
    std::set<std::string> held; // as the kernel writes them: major:minor:inode, hexadecimal and decimal
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        std::istringstream words(line);
        std::string number, kind, advisory, access, process, file;
        if (words >> number >> kind >> advisory >> access >> process >> file && kind == "FLOCK")
            held.insert(file);
    }
    std::set<fs::path> inUse;
    for (const fs::path& run : runs) {
        struct stat status {};
        if (held.empty() || ::stat((run / "lock").c_str(), &status) != 0)
            continue;
        char file[64];
        std::snprintf(file, sizeof file, "%02x:%02x:%llu", major(status.st_dev), minor(status.st_dev),
                      static_cast<unsigned long long>(status.st_ino));
        if (held.contains(file))
            inUse.insert(run);
    }
    return inUse;
}

fs::path moveToTrash(const fs::path& workspace, const fs::path& run) {
    const FileLock held(run / "lock", run.string());
    fs::path trashed = freeName(trashOf(workspace) / run.filename());
    move(run, trashed);
    return trashed;
}

void putBack(const fs::path& trashed, const fs::path& run) {
    std::error_code problem;
    if (fs::exists(fs::symlink_status(run, problem)))
        throw Error(run.string(), "exists again", "Rename it, then try again");
    move(trashed, run);
}

void emptyTrash(const fs::path& workspace) {
    std::error_code problem;
    fs::remove_all(trashOf(workspace), problem);
    if (problem)
        throw Error(trashOf(workspace).string(), "cannot be removed (" + problem.message() + ")",
                    "Check that the folder may be written");
}

} // namespace moelab
