#include "workspace/workspace_index.h"

#include "base/sha256.h"
#include "data/catalogue.h"
#include "workspace/workspace.h"

#include <QtConcurrent>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <sys/stat.h>
#include <unistd.h>

namespace moelab {
namespace {

namespace fs = std::filesystem;

/// FNV-1a over what tells two states of a file apart: a file that is replaced has another inode, one that is
/// written in place another time or size.
void mix(std::uint64_t& hash, std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte, value >>= 8)
        hash = (hash ^ (value & 0xff)) * 0x100000001b3u;
}

void mixFile(std::uint64_t& hash, const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return mix(hash, 0);
    mix(hash, status.st_ino);
    mix(hash, static_cast<std::uint64_t>(status.st_size));
    mix(hash, static_cast<std::uint64_t>(status.st_mtim.tv_sec));
    mix(hash, static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
}

void mixFilesOf(std::uint64_t& hash, const std::string& stage) {
    for (const char* file : {"/result.json", "/best.safetensors"})
        mixFile(hash, stage + file);
    for (const char* file : kResumeStates)
        mixFile(hash, stage + '/' + file);
}

/// Of the files that a summary is read from.
std::uint64_t signatureOf(const fs::path& run) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    const std::string folder = run.string();
    mixFile(hash, folder + "/config.json");
    mixFile(hash, folder + "/note.json");
    mixFile(hash, folder + '/' + kFormerFolder);
    std::vector<std::string> stages;
    std::error_code problem;
    for (fs::directory_iterator entry(folder + "/stages", problem), end; !problem && entry != end;
         entry.increment(problem))
        stages.push_back(entry->path().string());
    std::ranges::sort(stages);
    for (const std::string& stage : stages) {
        for (const char c : stage)
            mix(hash, static_cast<unsigned char>(c));
        mixFilesOf(hash, stage);
        const std::string next = stage + '/' + kNextFolder;
        if (::access(next.c_str(), F_OK) == 0) // of few stages
            mixFilesOf(hash, next);
    }
    return hash;
}

} // namespace

fs::path indexFileOf(const fs::path& workspace) {
    Sha256 hash;
    hash.update(fs::absolute(workspace).lexically_normal().string());
    return cacheFolder() / "workspaces" / (hash.hex().substr(0, 16) + ".sqlite");
}

IndexEntry readEntry(const fs::path& workspace, const fs::path& run) {
    IndexEntry entry{signatureOf(run), nullptr, {}}; // before it is read, so that no change is missed
    try {
        entry.summary = std::make_shared<const RunSummary>(readRunSummary(run));
    } catch (const std::exception& problem) {
        entry.problem = QString::fromStdString(problem.what());
    }
    entry.texts = std::make_shared<const RunTexts>(textsOf(workspace, run, entry.summary.get()));
    return entry;
}

WorkspaceIndex::WorkspaceIndex(fs::path workspace, fs::path file)
    : m_workspace(std::move(workspace))
    , m_path(std::move(file)) {}

void WorkspaceIndex::loadOnce() {
    if (std::exchange(m_loaded, true))
        return;
    try {
        m_file = std::make_unique<IndexFile>(m_path);
        m_entries = m_file->load(m_workspace);
    } catch (const Error& problem) {
        m_notKept = problem;
    }
}

/// Reads those whose signature is another than when they were read.
IndexEntries WorkspaceIndex::changed(const std::vector<fs::path>& runs, const StopToken& stop) const {
    std::vector<std::pair<fs::path, IndexEntry>> found;
    for (const fs::path& run : runs) {
        if (stop.stopRequested())
            throw Stopped();
        const auto known = m_entries.find(run);
        if (known == m_entries.end() || known->second.signature != signatureOf(run))
            found.emplace_back(run, IndexEntry());
    }
    QtConcurrent::blockingMap(found, [this, &stop](auto& each) {
        if (!stop.stopRequested())
            each.second = readEntry(m_workspace, each.first);
    });
    if (stop.stopRequested())
        throw Stopped();
    return {std::make_move_iterator(found.begin()), std::make_move_iterator(found.end())};
}

std::vector<RunRow> WorkspaceIndex::scan(const StopToken& stop) {
    loadOnce();
    const std::vector<fs::path> runs = runsIn(m_workspace);
    const IndexEntries read = changed(runs, stop);
    m_lastRead = read.size();
    for (const auto& [path, entry] : read)
        m_entries.insert_or_assign(path, entry);
    std::set<fs::path> gone;
    if (m_entries.size() > runs.size())
        for (const auto& [path, entry] : m_entries)
            if (!std::ranges::binary_search(runs, path))
                gone.insert(path);
    for (const fs::path& path : gone)
        m_entries.erase(path);
    keep(read, gone);
    const std::set<fs::path> inUse = runsInUse(runs);
    std::vector<RunRow> rows;
    rows.reserve(m_entries.size());
    for (const auto& [path, entry] : m_entries)
        rows.push_back({path, entry.summary, entry.problem, entry.texts, inUse.contains(path)});
    return rows;
}

void WorkspaceIndex::keep(const IndexEntries& changed, const std::set<fs::path>& gone) {
    if (!m_file || (changed.empty() && gone.empty()))
        return;
    try {
        m_file->save(changed, gone);
        m_notKept.reset();
    } catch (const Error& problem) {
        m_notKept = problem;
    }
}

} // namespace moelab
