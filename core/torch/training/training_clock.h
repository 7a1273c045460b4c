#pragma once

#include "base/clock.h"
#include "base/stop_token.h"

namespace moelab {

/// Measures training time on its thread: it stands still while proceedInTraining waits.
class TrainingClock {
  public:
    TrainingClock();

    double seconds() const;

  private:
    Clock::time_point m_start = Clock::now();
    double m_pausedBefore;
};

/// As StopToken::proceed, for what a TrainingClock measures.
bool proceedInTraining(const StopToken& stop);

} // namespace moelab
