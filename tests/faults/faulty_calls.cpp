/// Preloaded into a program (LD_PRELOAD), makes its n-th change of the files below a folder go wrong. Environment:
///   MOELAB_FAULT_FOLDER  absolute path; calls that concern anything else are left alone
///   MOELAB_FAULT_CALL    n, from 1; 0 to let all calls through
///   MOELAB_FAULT         KILL (SIGKILL; of a write after half of it was done), or the name of the error with which
///   the
///                        call fails, as ENOSPC
///   MOELAB_FAULT_LASTS   if set, the calls after the n-th fail as well
///   MOELAB_FAULT_LOG     file that gets a line "operation path" for every call
///   MOELAB_RENAMEAT2     EINVAL or ENOSYS: renameat2 fails so, as on file systems and kernels that lack it
///   MOELAB_FLOCK         the name of the error with which flock fails, whatever the file
///   MOELAB_FSYNC_FOLDER  that with which fsync of a folder fails
///   MOELAB_NO_LINKS      if set, link fails with EPERM, as on file systems that lack hard links
/// Counted are open for writing, write, fsync, close, rename, unlink (remove, rmdir) and mkdir.

#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

/// The function that this library stands before.
template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    return value ? value : "";
}

/// As errno has it.
int errorNamed(const std::string& name) {
    for (int error = 1; error < 200; ++error)
        if (const char* const known = strerrorname_np(error); known && name == known)
            return error;
    std::abort();
}

/// @param by a variable that names an error. @returns false if it is not set; else errno is that error
bool failsBy(const char* by) {
    const std::string error = variable(by);
    if (error.empty())
        return false;
    errno = errorNamed(error);
    return true;
}

struct Plan {
    std::string folder = variable("MOELAB_FAULT_FOLDER");
    long call = std::atol(variable("MOELAB_FAULT_CALL").c_str());
    std::string fault = variable("MOELAB_FAULT");
    bool lasts = std::getenv("MOELAB_FAULT_LASTS") != nullptr;
    std::string log = variable("MOELAB_FAULT_LOG");

    bool concerns(const std::string& path) const {
        return !folder.empty() && path.starts_with(folder) &&
               (path.size() == folder.size() || path[folder.size()] == '/');
    }
    int error() const { return errorNamed(fault); }
};

/// Never destroyed: files are still closed while the process ends.
const Plan& plan() {
    static const Plan& made = *new Plan;
    return made;
}

std::string pathOf(int descriptor) {
    char target[PATH_MAX];
    const ssize_t length = readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), target, sizeof target);
    return length > 0 ? std::string(target, static_cast<std::size_t>(length)) : std::string();
}

std::string pathOf(int folder, const char* name) {
    return *name == '/' || folder == AT_FDCWD ? name : pathOf(folder) + "/" + name;
}

void note(const char* operation, const std::string& path) {
    if (plan().log.empty())
        return;
    const int descriptor = real<int(const char*, int, ...)>("open")(
        plan().log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    const std::string line = operation + (" " + path + "\n");
    if (real<ssize_t(int, const void*, std::size_t)>("write")(descriptor, line.data(), line.size()) < 0)
        std::abort();
    real<int(int)>("close")(descriptor);
}

enum class Fate { Proceeds, Fails, Dies };

Fate fateOf(const char* operation, const std::string& path) {
    static std::atomic<long> calls = 0;
    if (!plan().concerns(path))
        return Fate::Proceeds;
    note(operation, path);
    const long call = ++calls;
    if (plan().call == 0 || call < plan().call || (call > plan().call && !plan().lasts))
        return Fate::Proceeds;
    return plan().fault == "KILL" ? Fate::Dies : Fate::Fails;
}

[[noreturn]] void die() {
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

/// @returns true if the call is to fail; errno then says why
bool fails(const char* operation, const std::string& path) {
    const int before = errno;
    const Fate fate = fateOf(operation, path);
    if (fate == Fate::Dies)
        die();
    errno = fate == Fate::Fails ? plan().error() : before;
    return fate == Fate::Fails;
}

bool writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY; }

mode_t modeFrom(int flags, va_list& rest) { return flags & O_CREAT ? va_arg(rest, mode_t) : 0; }

} // namespace

extern "C" {

int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeFrom(flags, rest);
    va_end(rest);
    if (writes(flags) && fails("open", path))
        return -1;
    return real<int(const char*, int, ...)>("open")(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeFrom(flags, rest);
    va_end(rest);
    if (writes(flags) && fails("open", pathOf(folder, path)))
        return -1;
    return real<int(int, const char*, int, ...)>("openat")(folder, path, flags, mode);
}

FILE* fopen(const char* path, const char* mode) {
    if (std::strpbrk(mode, "wa+") && fails("open", path))
        return nullptr;
    return real<FILE*(const char*, const char*)>("fopen")(path, mode);
}

FILE* fopen64(const char* path, const char* mode) { return fopen(path, mode); }

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
    const auto proceed = real<ssize_t(int, const void*, std::size_t)>("write");
    const int before = errno;
    const Fate fate = fateOf("write", pathOf(descriptor));
    if (fate == Fate::Dies) {
        if (proceed(descriptor, bytes, size / 2) >= 0)
            die();
        std::abort();
    }
    errno = fate == Fate::Fails ? plan().error() : before;
    return fate == Fate::Fails ? -1 : proceed(descriptor, bytes, size);
}

ssize_t writev(int descriptor, const iovec* pieces, int count) {
    if (fails("write", pathOf(descriptor)))
        return -1;
    return real<ssize_t(int, const iovec*, int)>("writev")(descriptor, pieces, count);
}

int fsync(int descriptor) {
    struct stat status {};
    if (fails("fsync", pathOf(descriptor)) ||
        (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode) && failsBy("MOELAB_FSYNC_FOLDER")))
        return -1;
    return real<int(int)>("fsync")(descriptor);
}

int flock(int descriptor, int operation) {
    return failsBy("MOELAB_FLOCK") ? -1 : real<int(int, int)>("flock")(descriptor, operation);
}

int close(int descriptor) {
    const bool failed = fails("close", pathOf(descriptor));
    const int problem = errno;
    const int outcome = real<int(int)>("close")(descriptor); // a close that fails has closed
    if (failed)
        errno = problem;
    return failed ? -1 : outcome;
}

int rename(const char* from, const char* to) {
    return fails("rename", to) ? -1 : real<int(const char*, const char*)>("rename")(from, to);
}

int link(const char* from, const char* to) {
    if (std::getenv("MOELAB_NO_LINKS")) {
        errno = EPERM;
        return -1;
    }
    return real<int(const char*, const char*)>("link")(from, to);
}

/// As the C library declares it; the numbers are those of the kernel's own calls, none of which takes more than
/// six.
long syscall(long number, ...) {
    va_list rest;
    va_start(rest, number);
    long arguments[6];
    for (long& argument : arguments)
        argument = va_arg(rest, long);
    va_end(rest);
    // NOLINTNEXTLINE(bugprone-unhandled-exception-at-new): without memory a test may end
    static const std::string& lacking = *new std::string(variable("MOELAB_RENAMEAT2"));
    if (number == SYS_renameat2 && !lacking.empty()) {
        errno = lacking == "EINVAL" ? EINVAL : ENOSYS;
        return -1;
    }
    return real<long(long, long, long, long, long, long, long)>("syscall")(
        number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

int unlink(const char* path) { return fails("unlink", path) ? -1 : real<int(const char*)>("unlink")(path); }

int remove(const char* path) { return fails("unlink", path) ? -1 : real<int(const char*)>("remove")(path); }

int rmdir(const char* path) { return fails("unlink", path) ? -1 : real<int(const char*)>("rmdir")(path); }

int unlinkat(int folder, const char* path, int flags) {
    return fails("unlink", pathOf(folder, path))
               ? -1
               : real<int(int, const char*, int)>("unlinkat")(folder, path, flags);
}

int mkdir(const char* path, mode_t mode) {
    return fails("mkdir", path) ? -1 : real<int(const char*, mode_t)>("mkdir")(path, mode);
}

} // extern "C"
