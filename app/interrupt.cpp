#include "interrupt.h"

#include <csignal>

namespace moelab {
namespace {

StopToken g_token; // a signal handler reaches nothing else

extern "C" void onSignal(int signal) {
    g_token.requestStop();
    std::signal(signal, SIG_DFL);
}

} // namespace

Interrupt::Interrupt() {
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

Interrupt::~Interrupt() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

const StopToken& Interrupt::token() const { return g_token; }

} // namespace moelab
