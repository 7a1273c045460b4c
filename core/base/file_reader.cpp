#include "base/file_reader.h"

#include "base/system_error.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace moelab {
namespace {

[[noreturn]] void failToRead(const std::filesystem::path& path, int problem) {
    failFor(SystemCall::Read, problem, path.string(), "cannot be read");
}

} // namespace

FileReader::FileReader(const std::filesystem::path& path)
    : m_path(path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) // before it is opened, which may already do something to a device
        failToRead(path, errno);
    if (!S_ISREG(status.st_mode))
        throw Error(path.string(), "cannot be read (it is not a regular file)", "Choose another path");
    m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (m_descriptor < 0)
        failToRead(path, errno);
    m_size = static_cast<std::uint64_t>(status.st_size);
}

FileReader::~FileReader() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

std::size_t FileReader::readSome(char* into, std::size_t count) {
    for (;;) {
        const ssize_t length = ::read(m_descriptor, into, count);
        if (length >= 0)
            return static_cast<std::size_t>(length);
        if (errno != EINTR)
            failToRead(m_path, errno);
    }
}

void FileReader::read(char* into, std::size_t count) {
    while (count > 0) {
        const std::size_t length = readSome(into, count);
        if (length == 0)
            throw Error(m_path.string(), "ended early while it was read", "Check the disk and try again");
        into += length;
        count -= length;
    }
}

} // namespace moelab
