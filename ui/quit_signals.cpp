#include "quit_signals.h"

#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace moelab {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

int g_writeEnd = -1; // of the pipe that leads out of the signal handler, where Qt must not be called

extern "C" void onQuitSignal(int signal) {
    const int before = errno;
    const char note = 1;
    (void)!::write(g_writeEnd, &note, 1);
    std::signal(signal, SIG_DFL);
    errno = before;
}

} // namespace

QuitSignals::QuitSignals(QObject* parent)
    : QObject(parent) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // out of descriptors: signals end the process, as without this
    m_readEnd = ends[0];
    g_writeEnd = ends[1];
    auto* const notifier = new QSocketNotifier(m_readEnd, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char notes[8];
        if (::read(m_readEnd, notes, sizeof notes) > 0)
            emit arrived();
    });
    for (const int signal : kSignals)
        std::signal(signal, onQuitSignal);
}

QuitSignals::~QuitSignals() {
    if (m_readEnd < 0)
        return;
    for (const int signal : kSignals)
        std::signal(signal, SIG_DFL);
    ::close(m_readEnd);
    ::close(g_writeEnd);
}

} // namespace moelab
