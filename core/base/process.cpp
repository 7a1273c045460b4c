#include "base/process.h"

#include "base/system_error.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace moelab {
namespace {

using VariableFilter = std::function<bool(std::string_view)>;

[[noreturn]] void failToStart(const std::string& program, int reason) {
    throw Error(program, std::string("cannot be started (") + std::strerror(reason) + ")",
                "Check that it is installed and may be run");
}

/// A file descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int value = -1)
        : m_value(value) {}
    ~Descriptor() { reset(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return m_value; }
    void reset(int value = -1) {
        if (m_value >= 0)
            ::close(m_value);
        m_value = value;
    }

  private:
    int m_value;
};

void openPipe(Descriptor& reading, Descriptor& writing, const std::string& program) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        failToStart(program, errno);
    reading.reset(ends[0]);
    writing.reset(ends[1]);
}

/// In the child: becomes the program, or writes errno to `report`. Other threads of the parent may have held any
/// lock when it forked, so this calls nothing but the kernel.
[[noreturn]] void become(char* const* arguments, char* const* environment, int output, int report, pid_t parent) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGXFSZ})
        std::signal(signal, SIG_DFL);
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) // it went before the line above
        ::_exit(127);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::close_range(STDERR_FILENO + 1, ~0u, CLOSE_RANGE_CLOEXEC); // whatever libraries have open
    ::execvpe(arguments[0], arguments, environment);
    const int reason = errno;
    (void)!::write(report, &reason, sizeof reason);
    ::_exit(127);
}

/// What of this process's environment a child gets, as the system takes it.
std::vector<char*> environmentOf(const VariableFilter& passes) {
    std::vector<char*> variables;
    for (char** variable = environ; *variable; ++variable) {
        const std::string_view text = *variable;
        if (!passes || passes(text.substr(0, text.find('='))))
            variables.push_back(*variable);
    }
    variables.push_back(nullptr);
    return variables;
}

/// @param output what it writes to. @throws Error
pid_t start(const std::vector<std::string>& arguments, int output, const VariableFilter& passes = {}) {
    std::vector<char*> pointers;
    for (const std::string& argument : arguments)
        pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    const std::vector<char*> environment = environmentOf(passes);
    Descriptor said, report;
    openPipe(said, report, arguments.front());
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0)
        failToStart(arguments.front(), errno);
    if (child == 0)
        become(pointers.data(), environment.data(), output, report.get(), parent);
    report.reset();
    int reason = 0;
    ssize_t length = 0;
    do // ends when the program is there, which closes the pipe
        length = ::read(said.get(), &reason, sizeof reason);
    while (length < 0 && errno == EINTR);
    if (length > 0) {
        ::waitpid(child, nullptr, 0);
        failToStart(arguments.front(), reason);
    }
    return child;
}

ExitStatus statusFrom(int status) {
    return WIFSIGNALED(status) ? ExitStatus{128 + WTERMSIG(status), WTERMSIG(status)}
                               : ExitStatus{WEXITSTATUS(status), 0};
}

pid_t startInto(const std::vector<std::string>& arguments, const std::filesystem::path& output) {
    const Descriptor file(::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
    if (file.get() < 0)
        failFor(SystemCall::Write, errno, output.string(), "cannot be written");
    return start(arguments, file.get());
}

} // namespace

Process::Process(const std::vector<std::string>& arguments, const std::filesystem::path& output)
    : m_id(startInto(arguments, output)) {}

Process::Process(Process&& other) noexcept
    : m_id(std::exchange(other.m_id, -1))
    , m_status(other.m_status) {}

Process::~Process() {
    if (m_id < 0 || m_status)
        return;
    send(SIGKILL);
    wait();
}

std::optional<ExitStatus> Process::ended() {
    int status = 0;
    if (!m_status && ::waitpid(m_id, &status, WNOHANG) == m_id)
        m_status = statusFrom(status);
    return m_status;
}

ExitStatus Process::wait() {
    int status = 0;
    while (!m_status)
        if (::waitpid(m_id, &status, 0) == m_id)
            m_status = statusFrom(status);
        else if (errno != EINTR)
            m_status = ExitStatus{127, 0}; // somebody else has waited for it
    return *m_status;
}

void Process::send(int signal) {
    if (!ended())
        ::kill(m_id, signal);
}

CommandOutput runCommand(const std::vector<std::string>& arguments, double seconds, std::uint64_t limit,
                         const VariableFilter& passes) {
    Descriptor reading, writing;
    openPipe(reading, writing, arguments.front());
    const pid_t child = start(arguments, writing.get(), passes);
    writing.reset();
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    const auto giveUp = [&](const std::string& problem) {
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        throw Error(arguments.front(), problem, "Try the command in a terminal");
    };
    CommandOutput output;
    std::array<char, 4096> buffer;
    for (;;) {
        const std::chrono::duration<double, std::milli> left = end - std::chrono::steady_clock::now();
        pollfd waiting{reading.get(), POLLIN, 0};
        const int ready = left.count() > 0 ? ::poll(&waiting, 1, static_cast<int>(left.count()) + 1) : 0;
        if (ready == 0)
            giveUp("did not respond within " + std::to_string(static_cast<int>(seconds)) + " s");
        const ssize_t length = ready > 0 ? ::read(reading.get(), buffer.data(), buffer.size()) : -1;
        if (length == 0)
            break;
        if (length < 0 && errno != EINTR)
            giveUp(std::string("cannot be read from (") + std::strerror(errno) + ")");
        if (length > 0)
            output.text.append(buffer.data(), static_cast<std::size_t>(length));
        if (output.text.size() > limit)
            giveUp("printed more than " + std::to_string(limit) + " bytes");
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    output.status = statusFrom(status);
    return output;
}

} // namespace moelab
