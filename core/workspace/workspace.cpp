#include "workspace/workspace.h"

#include "base/error.h"
#include "base/file_lock.h"
#include "base/limits.h"
#include "base/machine.h"
#include "base/system_error.h"
#include "experiment/run_files.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <utility>

namespace moelab {
namespace {

namespace fs = std::filesystem;

bool isHidden(const fs::path& path) { return path.filename().string().starts_with("."); }

/// A folder, by whatever path.
using FolderId = std::pair<dev_t, ino_t>;

/// Finds the runs of a workspace. Links are followed after all else: what has a name without them goes by that
/// alone.
class RunSearch {
  public:
    /// A folder that vanishes or may not be read on the way is passed over; the first one is not.
    void lookThrough(const fs::path& folder, int depth, std::error_code& problem) {
        std::error_code ignored;
        for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end;
             entry.increment(problem)) {
            if (isHidden(entry->path()))
                continue;
            if (entry->is_symlink(ignored) && !fs::exists(entry->status(ignored)))
                m_deadLinks.push_back(entry->path());
            if (!entry->is_directory(ignored))
                continue;
            if (entry->is_symlink(ignored))
                m_links.emplace_back(entry->path(), depth);
            else
                take(entry->path(), depth);
        }
    }

    /// No folder is looked through twice, nor one that holds the workspace.
    void followLinks(const fs::path& workspace) {
        if (m_links.empty())
            return;
        m_follows = true;
        for (const fs::path& run : m_runs)
            isNew(run);
        for (const fs::path& folder : m_folders)
            isNew(folder);
        std::error_code ignored;
        for (fs::path above = fs::canonical(workspace, ignored); isNew(above); above = above.parent_path()) {
        }
        std::ranges::sort(m_links);
        std::size_t next = 0;
        while (next < m_links.size()) { // behind a link there may be more
            const auto [link, depth] = m_links[next++];
            take(link, depth);
        }
    }

    std::vector<fs::path> takeRuns() {
        std::ranges::sort(m_runs);
        return std::move(m_runs);
    }

    /// Links that lead nowhere, perhaps to a run that was moved.
    const std::vector<fs::path>& deadLinks() const { return m_deadLinks; }

  private:
    bool isNew(const fs::path& folder) {
        struct stat status {};
        return ::stat(folder.c_str(), &status) == 0 && m_known.emplace(status.st_dev, status.st_ino).second;
    }

    void take(const fs::path& folder, int depth) {
        if (m_follows && !isNew(folder))
            return;
        if (isRun(folder)) {
            m_runs.push_back(folder);
            if (m_runs.size() > limits::kWorkspaceRuns)
                throw Error(folder.parent_path().string(),
                            "contains more than " + std::to_string(limits::kWorkspaceRuns) + " runs",
                            "Choose a folder with fewer, or move some away");
        } else if (depth < limits::kWorkspaceDepth) {
            m_folders.push_back(folder);
            std::error_code ignored;
            lookThrough(folder, depth + 1, ignored);
        }
    }

    std::vector<fs::path> m_runs;
    std::vector<fs::path> m_folders;               ///< that are no runs
    std::vector<std::pair<fs::path, int>> m_links; ///< and how deep they lie
    std::vector<fs::path> m_deadLinks;
    std::set<FolderId> m_known; ///< while links are followed
    bool m_follows = false;
};

RunSearch searched(const fs::path& workspace) {
    RunSearch search;
    std::error_code problem;
    if (!fs::exists(workspace, problem) && !problem)
        return search;
    problem.clear();
    search.lookThrough(workspace, 1, problem);
    if (problem)
        failFor(SystemCall::Read, problem.value(), workspace.string(), "cannot be read",
                "Check its permissions, or choose another workspace");
    search.followLinks(workspace);
    return search;
}

fs::path trashOf(const fs::path& workspace) { return workspace / ".trash"; }

void move(const fs::path& from, const fs::path& to) {
    std::error_code problem;
    fs::create_directories(to.parent_path(), problem);
    if (!problem)
        fs::rename(from, to, problem);
    if (problem)
        failFor(SystemCall::Write, problem.value(), from.string(), "cannot be moved to " + to.string());
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

std::vector<fs::path> runsIn(const fs::path& workspace) { return searched(workspace).takeRuns(); }

std::vector<fs::path> runsAt(const fs::path& runOrWorkspace) {
    if (isRun(runOrWorkspace))
        return {runOrWorkspace};
    RunSearch search = searched(runOrWorkspace);
    for (const fs::path& link : search.deadLinks())
        spdlog::warn("left out: {} is a link that leads nowhere. Make it again, or remove it.", link.string());
    return search.takeRuns();
}

fs::path wholePath(const fs::path& folder) {
    if (folder.empty())
        throw Error("the folder", "has an empty name", "Name the folder of a run, or a folder that contains runs");
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
    const fs::path trash = trashOf(workspace);
    std::error_code problem;
    for (fs::directory_iterator entry(trash, problem), end; !problem && entry != end; entry.increment(problem)) {
        std::error_code ignored; // what cannot be removed stops no other, and is met again below
        fs::remove_all(entry->path(), ignored);
    }
    problem.clear();
    fs::remove_all(trash, problem);
    if (problem)
        failFor(SystemCall::Write, problem.value(), trash.string(), "cannot be removed");
}

} // namespace moelab
