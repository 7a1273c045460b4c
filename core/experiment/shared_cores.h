#pragma once

#include <mutex>
#include <vector>

namespace moelab {

/// The cores of a run, shared by the stages that train at the moment. Any thread may ask.
class SharedCores {
  public:
    /// @param threads of the run. @param sharers how many there are, numbered from 0
    SharedCores(int threads, int sharers);

    /// From now on the others have what was this sharer's.
    void leave(int sharer);

    /// @returns how many cores a sharer has, at least 1. What does not divide evenly goes to the first ones.
    int of(int sharer) const;

  private:
    int m_threads;
    std::vector<bool> m_present;
    mutable std::mutex m_mutex;
};

} // namespace moelab
