#include "base/file_lock.h"

#include "base/error.h"

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

FileLock::FileLock(const std::filesystem::path& file, const std::string& subject)
    : m_descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    if (m_descriptor < 0)
        throw Error(subject, std::string("cannot be written (") + std::strerror(errno) + ")",
                    "Check that the disk has room, or copy it to a folder that may be written");
    if (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        const std::string holder = holderOf(m_descriptor);
        ::close(m_descriptor);
        throw Error(subject, "is in use by another moelab" + holder, "Wait for it, or stop it first");
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
