#include "training/training_clock.h"

namespace moelab {
namespace {

thread_local double secondsPaused = 0;

} // namespace

TrainingClock::TrainingClock()
    : m_pausedBefore(secondsPaused) {}

double TrainingClock::seconds() const { return secondsSince(m_start) - (secondsPaused - m_pausedBefore); }

bool proceedInTraining(const StopToken& stop) {
    const auto start = Clock::now();
    const bool goesOn = stop.proceed();
    secondsPaused += secondsSince(start);
    return goesOn;
}

} // namespace moelab
