#include "base/files.h"

#include "base/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
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

[[noreturn]] void failToWrite(const fs::path& path) {
    throw Error(path.string(), std::string("cannot be written (") + std::strerror(errno) + ")",
                "Check that the folder exists, may be written and has room; what was there before is unchanged");
}

} // namespace

void writeFileAtomically(const fs::path& path, std::span<const std::string_view> pieces) {
    TemporaryFile file(fs::path(path).concat("." + std::to_string(::getpid())).concat(kTemporarySuffix));
    if (!file.isOpen())
        failToWrite(path);
    for (std::string_view piece : pieces)
        if (!file.write(piece))
            failToWrite(path);
    if (!file.syncAndClose() || ::rename(file.path().c_str(), path.c_str()) != 0)
        failToWrite(path);
    file.keep();
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (const int problem = syncFolder(folder))
        throw Error(path.string(),
                    std::string("was written, but the disk did not confirm it (") + std::strerror(problem) + ")",
                    "Check the disk; if it fails or loses power now, the old content may come back");
}

void writeFileAtomically(const fs::path& path, std::string_view content) {
    writeFileAtomically(path, std::span(&content, 1));
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
