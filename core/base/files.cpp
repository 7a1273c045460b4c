#include "base/files.h"

#include "base/file_reader.h"

#include <spdlog/spdlog.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporarySuffix = ".moelab-tmp";

/// Once a process: it is so with every file there.
void sayUnconfirmed(const fs::path& folder, int reason) {
    static std::atomic<bool> said = false;
    if (!said.exchange(true))
        spdlog::warn(
            "{}: its disk cannot confirm what is written ({}). If the machine loses power, the last changes "
            "may be lost.",
            folder.string(), std::strerror(reason));
}

fs::path folderOf(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

/// A file descriptor that removes its file again unless `keep` was called.
class TemporaryFile {
  public:
    explicit TemporaryFile(fs::path path)
        : m_path(std::move(path))
        , m_descriptor(::open(m_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {}

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
        errno = putOnDisk(m_descriptor, folderOf(m_path));
        if (errno != 0)
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
    if (descriptor < 0) {
        if (errno != EACCES) // a folder may be there to be written, and not to be read
            return errno;
        sayUnconfirmed(folder, EACCES);
        return 0;
    }
    const int problem = putOnDisk(descriptor, folder);
    ::close(descriptor);
    return problem;
}

/// @param problem as errno has it
[[noreturn]] void failToWrite(const fs::path& path, int problem) {
    failFor(SystemCall::Write, problem, path.string(), "cannot be written",
            adviceFor(problem) + "; what was there before is unchanged");
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
    const int descriptor = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
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
    if (remedyFor(SystemCall::NewName, errno) != Remedy::DoWithout)
        return errno;
    if (::link(from.c_str(), to.c_str()) == 0)
        return ::unlink(from.c_str()) == 0 ? 0 : errno;
    if (remedyFor(SystemCall::Link, errno) != Remedy::DoWithout) // memory sticks have no hard links
        return errno;
    return renameOverOwn(from, to);
}

} // namespace

int putOnDisk(int descriptor, const fs::path& folder) {
    if (::fsync(descriptor) == 0)
        return 0;
    const int problem = errno;
    if (remedyFor(SystemCall::Sync, problem) != Remedy::DoWithout)
        return problem;
    sayUnconfirmed(folder, problem);
    return 0;
}

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

bool isSurelyThere(const fs::path& path) {
    std::error_code problem;
    const fs::file_type type = fs::status(path, problem).type();
    if (type == fs::file_type::none)
        failFor(SystemCall::Read, problem.value(), path.string(), "cannot be read");
    return type != fs::file_type::not_found;
}

void makeFolder(const fs::path& path) {
    std::error_code problem;
    fs::create_directories(path, problem);
    if (problem)
        failFor(SystemCall::Write, problem.value(), path.string(), "cannot be created");
}

void removeAll(const fs::path& path) {
    std::error_code problem;
    fs::remove_all(path, problem);
    if (problem)
        failFor(SystemCall::Write, problem.value(), path.string(), "cannot be removed");
}

void moveFile(const fs::path& from, const fs::path& to) {
    std::error_code problem;
    fs::rename(from, to, problem);
    if (problem)
        throw NoPlaceError(to.string(), "cannot be replaced (" + problem.message() + ")",
                           "Check that its folder may be written");
}

void refuseExisting(const fs::path& path) {
    std::error_code problem;
    if (fs::exists(fs::symlink_status(path, problem)))
        failAsItExists(path);
}

void writeFileAtomically(const fs::path& path, std::span<const std::string_view> pieces, IfExists ifExists) {
    TemporaryFile file(temporaryNameFor(path));
    if (!file.isOpen())
        failToWrite(path, errno);
    for (std::string_view piece : pieces)
        if (!file.write(piece))
            failToWrite(path, errno);
    if (!file.syncAndClose())
        failToWrite(path, errno);
    int problem = 0;
    if (ifExists == IfExists::Refuse)
        problem = renameToNew(file.path(), path);
    else if (::rename(file.path().c_str(), path.c_str()) != 0)
        problem = errno;
    if (problem == EEXIST)
        failAsItExists(path);
    if (problem != 0)
        failToWrite(path, problem);
    file.keep();
    problem = syncFolder(folderOf(path));
    if (problem != 0)
        failFor(SystemCall::Sync, problem, path.string(), "was written, but the disk did not confirm it",
                "Check the disk; if it fails or loses power now, the old content may come back");
}

void writeFileAtomically(const fs::path& path, std::string_view content, IfExists ifExists) {
    writeFileAtomically(path, std::span(&content, 1), ifExists);
}

std::string readFile(const fs::path& path, std::uint64_t limit) {
    FileReader file(path);
    if (file.size() > limit)
        throw Error(path.string(),
                    "is " + std::to_string(file.size()) + " bytes long; at most " + std::to_string(limit) +
                        " are read",
                    "Choose the right file");
    std::string content(file.size(), '\0');
    file.read(content.data(), content.size());
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
