#include "base/file_lock.h"

#include "base/system_error.h"

#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace moelab {
namespace {

/// The file's content says who holds the lock. That is for messages only, so a full disk may keep it empty.
void writeHolder(int descriptor) {
    const std::string holder = std::to_string(::getpid());
    if (::ftruncate(descriptor, 0) == 0)
        (void)!::write(descriptor, holder.data(), holder.size());
}

std::string holderOf(int descriptor) {
    char digits[20];
    const ssize_t length = ::read(descriptor, digits, sizeof digits);
    return length > 0 ? " (process " + std::string(digits, static_cast<std::size_t>(length)) + ")" : "";
}

} // namespace

bool lockAlone(int descriptor, const std::string& subject) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return true;
    const int problem = errno;
    switch (remedyFor(SystemCall::LockAlone, problem)) {
    case Remedy::WaitForHolder:
        return false;
    case Remedy::DoWithout:
        spdlog::warn(
            "{}: its disk does not support locks ({}). Make sure yourself that no other moelab writes there.",
            subject, std::strerror(problem));
        return true;
    case Remedy::WaitForPlace:
    case Remedy::GiveUp:
        break;
    }
    failFor(SystemCall::LockAlone, problem, subject, "cannot be locked");
}

FileLock::FileLock(const std::filesystem::path& file, const std::string& subject)
    : m_descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
    if (m_descriptor < 0)
        failFor(SystemCall::Write, errno, subject, "cannot be written");
    try {
        if (!lockAlone(m_descriptor, subject))
            throw Error(subject, "is in use by another moelab" + holderOf(m_descriptor),
                        "Wait for it, or stop it first");
    } catch (const Error&) {
        ::close(m_descriptor);
        throw;
    }
    writeHolder(m_descriptor);
}

FileLock::FileLock(FileLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileLock::~FileLock() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace moelab
