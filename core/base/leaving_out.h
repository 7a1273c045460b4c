#pragma once

#include "base/error.h"

#include <spdlog/spdlog.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace moelab {

/// For work on several things, of which a bad one does not stop the others: it is left out, and the log says why.
/// All commands that read have one rule: what was left out is in the exit status only if nothing could be done.
class LeavingOut {
  public:
    LeavingOut() = default;
    LeavingOut(const LeavingOut&) = delete;
    LeavingOut& operator=(const LeavingOut&) = delete;
    ~LeavingOut() { tellFirst(); }

    /// @returns whether `act` ended without an Error
    template <class Act>
    bool attempt(const Act& act) {
        tellFirst();
        ++m_attempts;
        try {
            act();
            return true;
        } catch (const Error& problem) {
            m_caught.push_back(problem);
            if (m_caught.size() > 1)
                tell(problem);
            return false;
        }
    }

    const std::vector<Error>& caught() const { return m_caught; }

    /// @throws Error the first that was caught, if all attempts ended with one
    void mustHaveDoneAny() {
        if (m_caught.empty() || m_caught.size() < m_attempts)
            return;
        m_told = m_told || m_attempts == 1; // who catches it tells it
        throw Error(m_caught.front());
    }

  private:
    static void tell(const Error& problem) { spdlog::warn("left out: {}", problem.what()); }
    void tellFirst() {
        if (!m_caught.empty() && !std::exchange(m_told, true))
            tell(m_caught.front());
    }

    std::size_t m_attempts = 0;
    bool m_told = false; ///< of the first
    std::vector<Error> m_caught;
};

} // namespace moelab
