#pragma once

#include <atomic>

namespace moelab {

/// How a person's wish to pause or stop reaches work on another thread. The work calls `proceed` between
/// two small steps (a batch, a block of a download); everybody else only sets the wish.
class StopToken {
  public:
    /// Safe to call from a signal handler as long as nobody pauses.
    void requestStop() { set(State::Stop); }
    void pause() {
        State running = State::Run;
        m_state.compare_exchange_strong(running, State::Pause);
    }
    void resume() {
        State paused = State::Pause;
        if (m_state.compare_exchange_strong(paused, State::Run))
            m_state.notify_all();
    }
    bool stopRequested() const { return m_state == State::Stop; }
    bool paused() const { return m_state == State::Pause; }

    /// Waits while paused. @returns false once a stop was requested.
    bool proceed() const {
        m_state.wait(State::Pause);
        return !stopRequested();
    }

  private:
    enum class State : int { Run, Pause, Stop };

    void set(State state) {
        m_state = state;
        m_state.notify_all();
    }

    std::atomic<State> m_state{State::Run};
};

} // namespace moelab
