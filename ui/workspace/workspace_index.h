#pragma once

#include "base/error.h"
#include "base/stop_token.h"
#include "workspace/index_file.h"

#include <memory>
#include <optional>
#include <vector>

namespace moelab {

/// All runs of a workspace, of which only those are read whose files changed since. Used from one thread.
class WorkspaceIndex {
  public:
    /// @param file where it is kept between sittings
    WorkspaceIndex(std::filesystem::path workspace, std::filesystem::path file);

    /// @returns the runs as they stand now, sorted by path; a damaged one with the reason
    /// @throws Error if the workspace cannot be read; Stopped
    std::vector<RunRow> scan(const StopToken& stop);

    /// How many runs the last scan read.
    std::size_t lastRead() const { return m_lastRead; }
    /// Why it is not kept between sittings.
    const std::optional<Error>& notKept() const { return m_notKept; }

  private:
    void loadOnce();
    IndexEntries changed(const std::vector<std::filesystem::path>& runs, const StopToken& stop) const;
    void keep(const IndexEntries& changed, const std::set<std::filesystem::path>& gone);

    std::filesystem::path m_workspace;
    std::filesystem::path m_path;
    std::unique_ptr<IndexFile> m_file;
    bool m_loaded = false;
    IndexEntries m_entries;
    std::size_t m_lastRead = 0;
    std::optional<Error> m_notKept;
};

/// In the user's cache, by the workspace's path.
std::filesystem::path indexFileOf(const std::filesystem::path& workspace);

/// What a run says of itself now, or why it cannot be read.
IndexEntry readEntry(const std::filesystem::path& workspace, const std::filesystem::path& run);

} // namespace moelab
