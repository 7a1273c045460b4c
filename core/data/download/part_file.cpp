#include "data/download/part_file.h"

#include "base/file_lock.h"
#include "base/files.h"
#include "base/printable.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace moelab {

PartFile::PartFile(std::filesystem::path path)
    : m_path(std::move(path)) {
    std::error_code problem;
    if (m_path.has_parent_path())
        std::filesystem::create_directories(m_path.parent_path(), problem);
    // A failure to make the folder shows, with its reason, when the file is opened.
    m_descriptor = ::open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (m_descriptor < 0)
        fail("cannot be opened");
    try {
        if (!lockAlone(m_descriptor, printable(m_path)))
            throw Error(printable(m_path), "is being downloaded already", "Wait for that download to end");
    } catch (const Error&) {
        ::close(m_descriptor);
        throw;
    }
    m_size = static_cast<std::uint64_t>(::lseek(m_descriptor, 0, SEEK_END));
}

PartFile::~PartFile() {
    if (m_size == 0)
        ::unlink(m_path.c_str());
    ::close(m_descriptor);
}

void PartFile::append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            fail("cannot be written");
        if (written > 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(written));
            m_size += static_cast<std::uint64_t>(written);
        }
    }
}

void PartFile::clear() {
    if (::ftruncate(m_descriptor, 0) != 0 || ::lseek(m_descriptor, 0, SEEK_SET) != 0)
        fail("cannot be emptied");
    m_size = 0;
}

void PartFile::finishAs(const std::filesystem::path& target) {
    errno = putOnDisk(m_descriptor, m_path.parent_path());
    if (errno != 0)
        fail("cannot be written");
    if (::rename(m_path.c_str(), target.c_str()) != 0)
        fail("cannot be given its final name");
}

void PartFile::fail(const char* what) const {
    const int problem = errno;
    failFor(SystemCall::Write, problem, printable(m_path), what,
            adviceFor(problem) + "; what was downloaded so far is kept");
}

} // namespace moelab
