#include "base/files.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporarySuffix = ".moelab-tmp";

/// A file descriptor that removes its file again unless `keep` was called.
class TemporaryFile {
  public:
    explicit TemporaryFile(fs::path path)
        : m_path(std::move(path))
        , m_descriptor(::open(m_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {}

    ~TemporaryFile() {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        if (!m_kept)
            ::unlink(m_path.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    bool isOpen() const { return m_descriptor >= 0; }
    const fs::path& path() const { return m_path; }
    void keep() { m_kept = true; }

    bool write(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR)
                return false;
            if (written > 0)
                bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }

    bool syncAndClose() {
        if (::fsync(m_descriptor) != 0)
            return false;
        const int descriptor = m_descriptor;
        m_descriptor = -1;
        return ::close(descriptor) == 0;
    }

  private:
    fs::path m_path;
    int m_descriptor;
    bool m_kept = false;
};

/// @returns 0, or the system's reason
int syncFolder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return errno;
    const int problem = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    return problem == EINVAL ? 0 : problem; // a file system that cannot sync folders; no more can be done there
}

bool mayPass(int problem) {
    switch (problem) {
    case ENOSPC:
    case EDQUOT:
    case EROFS:
    case EACCES:
    case ENOENT:
    case ENOTDIR:
    case ESTALE:
        return true;
    default:
        return false;
    }
}

[[noreturn]] void failToWrite(const fs::path& path) {
    const int reason = errno;
    const std::string problem = std::string("cannot be written (") + std::strerror(reason) + ")";
    const char* const advice =
        "Check that the folder exists, may be written and has room; what was there before is unchanged";
    if (mayPass(reason))
        throw NoPlaceError(path.string(), problem, advice);
    throw Error(path.string(), problem, advice);
}

[[noreturn]] void failAsItExists(const fs::path& path) {
    throw Error(path.string(), "exists already", "Choose another name or remove it first");
}

/// No two threads, and no two processes, write to the same one.
fs::path temporaryNameFor(const fs::path& path) {
    static std::atomic<unsigned> count = 0;
    return fs::path(path)
        .concat("." + std::to_string(::getpid()) + "-" + std::to_string(++count))
        .concat(kTemporarySuffix);
}

/// As renameToNew, where neither flags nor hard links are known: an empty file takes the name first, and only one
/// program can make that. @returns 0, or the system's reason
int renameOverOwn(const fs::path& from, const fs::path& to) {
    const int descriptor = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return errno;
    ::close(descriptor);
    if (::rename(from.c_str(), to.c_str()) == 0)
        return 0;
    const int problem = errno;
    ::unlink(to.c_str());
    return problem;
}

/// Gives a file a name that nothing has. @returns 0, or the system's reason, EEXIST if something has it
int renameToNew(const fs::path& from, const fs::path& to) {
    // Called by its number, as the C library's name for it is an extension.
    if (::syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS) // some file systems do not know how
        return errno;
    if (::link(from.c_str(), to.c_str()) == 0)
        return ::unlink(from.c_str()) == 0 ? 0 : errno;
    // Those of memory sticks have no hard links either.
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
        return errno;
    return renameOverOwn(from, to);
}

} // namespace

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

void refuseExisting(const fs::path& path) {
    std::error_code problem;
    if (fs::exists(fs::symlink_status(path, problem)))
        failAsItExists(path);
}

void writeFileAtomically(const fs::path& path, std::span<const std::string_view> pieces, IfExists ifExists) {
    TemporaryFile file(temporaryNameFor(path));
    if (!file.isOpen())
        failToWrite(path);
    for (std::string_view piece : pieces)
        if (!file.write(piece))
            failToWrite(path);
    if (!file.syncAndClose())
        failToWrite(path);
    if (ifExists == IfExists::Refuse)
        errno = renameToNew(file.path(), path);
    else
        errno = ::rename(file.path().c_str(), path.c_str()) == 0 ? 0 : errno;
    if (errno == EEXIST)
        failAsItExists(path);
    if (errno != 0)
        failToWrite(path);
    file.keep();
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (const int problem = syncFolder(folder))
        throw Error(path.string(),
                    std::string("was written, but the disk did not confirm it (") + std::strerror(problem) + ")",
                    "Check the disk; if it fails or loses power now, the old content may come back");
}

void writeFileAtomically(const fs::path& path, std::string_view content, IfExists ifExists) {
    writeFileAtomically(path, std::span(&content, 1), ifExists);
}

std::string readFile(const fs::path& path, std::uint64_t limit) {
    std::error_code problem;
    const std::uint64_t size = fs::file_size(path, problem);
    // Opening a pipe would wait for a writer that never comes; it has no size.
    std::ifstream file;
    if (!problem)
        file.open(path, std::ios::binary);
    if (problem || !file)
        throw Error(path.string(), "cannot be read", "Check that the file exists and may be read");
    if (size > limit)
        throw Error(path.string(),
                    "is " + std::to_string(size) + " bytes long, at most " + std::to_string(limit) + " are read",
                    "Choose the right file");
    std::string content(size, '\0');
    if (!file.read(content.data(), static_cast<std::streamsize>(size)))
        throw Error(path.string(), "ended early while it was read", "Check the disk and try again");
    return content;
}

bool isTemporaryFile(const fs::path& path) { return path.native().ends_with(kTemporarySuffix); }

void sweepTemporaryFiles(const fs::path& folder) {
    std::error_code problem;
    for (fs::recursive_directory_iterator entry(folder, problem), end; !problem && entry != end;
         entry.increment(problem))
        if (entry->is_regular_file(problem) && isTemporaryFile(entry->path()))
            fs::remove(entry->path(), problem);
}

} // namespace moelab
