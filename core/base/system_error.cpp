#include "base/system_error.h"

#include <cerrno>
#include <cstring>

namespace moelab {
namespace {

/// Whether a file system, or the kernel's part for it, says that it has no such service. Each has its own word.
bool isMissing(SystemCall call, int error) {
    switch (error) {
    case ENOSYS:
    case EOPNOTSUPP:
    case ENOTTY:
    case EINVAL:
        return true;
    case ENOLCK: // NFS without its lock daemon
        return call == SystemCall::LockAlone;
    case EPERM: // FAT
    case EMLINK:
        return call == SystemCall::Link;
    default:
        return false;
    }
}

bool isHeld(int error) {
    switch (error) {
    case EWOULDBLOCK:
    case EACCES: // CIFS
    case EBUSY:
        return true;
    default:
        return false;
    }
}

/// Whether a place may come back, or be made writable again, while the program runs.
bool mayPass(SystemCall call, int error) {
    switch (error) {
    case ENOENT: // a disk that was pulled out; of a file that is read, there is none
    case ENOTDIR:
        return call != SystemCall::Read;
    case ENOSPC: // full, or not to be written for now
    case EDQUOT:
    case EROFS:
    case EACCES:
    case EPERM:
    case EKEYEXPIRED: // a ticket of Kerberos
    case EKEYREVOKED:
    case EKEYREJECTED:
    case ENOKEY:
    case EIO: // gone, or out of reach
    case EREMOTEIO:
    case ENODEV:
    case ENXIO:
    case ENOMEDIUM:
    case ESTALE:
    case ENOTCONN:
    case ECONNABORTED:
    case ECONNREFUSED:
    case ECONNRESET:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENETDOWN:
    case ENETRESET:
    case ENETUNREACH:
    case ENOLINK:
    case EPIPE:
    case EPROTO:
    case ESHUTDOWN:
    case ETIMEDOUT:
    case EAGAIN: // the machine is short of something
    case EBUSY:
    case EINTR:
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case ETXTBSY:
        return true;
    default:
        return false;
    }
}

} // namespace

Remedy remedyFor(SystemCall call, int error) {
    const bool isService = call != SystemCall::Read && call != SystemCall::Write;
    if (isService && isMissing(call, error))
        return Remedy::DoWithout;
    if (call == SystemCall::LockAlone && isHeld(error))
        return Remedy::WaitForHolder;
    return mayPass(call, error) ? Remedy::WaitForPlace : Remedy::GiveUp;
}

std::string adviceFor(int error) {
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return "Check the path, and that its disk is there";
    case EACCES:
    case EPERM:
    case EROFS:
        return "Check the permissions, or choose another place";
    case ENOSPC:
    case EDQUOT:
        return "Free some room there, or choose another place";
    case EFBIG:
        return "Raise the limit on the size of files (ulimit -f), or choose a disk that takes larger ones";
    case EMFILE:
    case ENFILE:
        return "Close some other programs, or raise the limit on open files (ulimit -n)";
    case ENOMEM:
    case ENOBUFS:
        return "Close some other programs";
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG:
        return "Choose another path";
    default:
        return "Check the disk, or the connection to it";
    }
}

void failFor(SystemCall call, int error, const std::string& subject, const std::string& problem,
             const std::string& advice) {
    const std::string reason = problem + " (" + std::strerror(error) + ")";
    const std::string answer = advice.empty() ? adviceFor(error) : advice;
    if (remedyFor(call, error) == Remedy::WaitForPlace)
        throw NoPlaceError(subject, reason, answer);
    throw Error(subject, reason, answer);
}

} // namespace moelab
