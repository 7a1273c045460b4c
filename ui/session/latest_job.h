#pragma once

#include "base/stop_token.h"

#include <memory>

namespace moelab {

/// Of jobs of one kind, only the latest counts: a new one stops the one before, whose outcome is dropped. Of the
/// GUI thread; the jobs themselves may run anywhere.
class LatestJob {
  public:
    struct Ticket {
        int number = 0; ///< from 1
        std::shared_ptr<const StopToken> stop;
    };

    Ticket begin() {
        stop();
        m_stop = std::make_shared<StopToken>();
        return {++m_number, m_stop};
    }
    void stop() { m_stop->requestStop(); }
    /// Whether no other has begun since.
    bool isLatest(int number) const { return number == m_number; }
    int number() const { return m_number; }

  private:
    int m_number = 0;
    std::shared_ptr<StopToken> m_stop = std::make_shared<StopToken>();
};

} // namespace moelab
