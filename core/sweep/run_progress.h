#pragma once

#include "sweep/queue_entry.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace moelab {

/// Progress of the runs of a queue, read from their folders. Reads a history again only when it has changed.
class RunProgress {
  public:
    /// @param run where it lies; @param moves whether something may train it now; else what was seen once holds
    /// @returns epochs over all stages; a stage that is done counts with all of its epochs
    std::int64_t epochsDone(const QueueEntry& entry, const std::filesystem::path& run, bool moves);

    /// Epochs over all stages, at most.
    static std::int64_t epochsOf(const QueueEntry& entry);

  private:
    struct Seen {
        bool looked = false;
        std::filesystem::file_time_type changed; ///< the history
        std::size_t open = 0;                    ///< stages without a result
        std::int64_t epochs = 0;
    };

    std::map<std::string, Seen> m_seen; ///< by folder
};

} // namespace moelab
