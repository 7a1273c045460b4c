#pragma once

#include "sweep/queue_entry.h"

#include <map>
#include <set>
#include <string>

namespace moelab {

/// What the stages of a queue's runs are known by (see reuseKey), and which of them some run has done.
class StageKeys {
  public:
    /// @returns the keys by the stages' names. Takes about 0.1 ms the first time
    const std::map<std::string, std::string>& of(const QueueEntry& entry);

    void noteTrained(const std::string& key) { m_trained.insert(key); }
    void noteTrained(const QueueEntry& entry);
    bool isTrained(const std::string& key) const { return m_trained.contains(key); }

  private:
    std::map<std::string, std::map<std::string, std::string>> m_keys; ///< by folder and stage
    std::set<std::string> m_trained;
};

} // namespace moelab
