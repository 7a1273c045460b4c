#include "standard_output.h"

#include "base/error.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace moelab {
namespace {

int g_problem = 0; ///< why the first byte that is missing could not be written

/// Waits where somebody else made the pipe or terminal one that does not.
bool mayWriteAgain() {
    if (errno == EINTR)
        return true;
    pollfd output{STDOUT_FILENO, POLLOUT, 0};
    return (errno == EAGAIN || errno == EWOULDBLOCK) && (::poll(&output, 1, -1) > 0 || errno == EINTR);
}

/// For stdio. @returns how many bytes were written; fewer count as an error
ssize_t writeAll(void*, const char* bytes, std::size_t size) {
    std::size_t done = 0;
    while (done < size && g_problem == 0) {
        const ssize_t written = ::write(STDOUT_FILENO, bytes + done, size - done);
        if (written >= 0)
            done += static_cast<std::size_t>(written);
        else if (!mayWriteAgain())
            g_problem = errno;
    }
    return static_cast<ssize_t>(done);
}

/// Opened so that using them fails, as it does with a closed one.
void openMissingStreams() {
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
        if (::fcntl(stream, F_GETFD) < 0) // the lowest number that is free is the one that open takes
            (void)::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

} // namespace

StandardOutput::StandardOutput() {
    openMissingStreams();
    std::FILE* const checked = ::fopencookie(nullptr, "w", {nullptr, writeAll, nullptr, nullptr});
    if (!checked) // there is no memory for one
        return;
    std::setvbuf(checked, nullptr, ::isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF, BUFSIZ);
    stdout = checked; // which glibc documents as a variable to be set
}

void StandardOutput::close() {
    const bool whole = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    if (whole && ::close(STDOUT_FILENO) == 0) // some file systems say only then that a disk is full
        return;
    const int reason = g_problem != 0 ? g_problem : errno;
    throw Error("standard output", std::string("cannot be written (") + std::strerror(reason) + ")",
                "What arrived there is not complete; check where it goes");
}

} // namespace moelab
