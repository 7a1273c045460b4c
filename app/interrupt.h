#pragma once

#include "base/stop_token.h"

namespace moelab {

/// Lets Ctrl-C (SIGINT) and SIGTERM ask a token to stop, while this object lives. A second one ends the process.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    const StopToken& token() const;
};

} // namespace moelab
