#include "base/new_folder.h"

#include "base/error.h"
#include "base/files.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNameBytes = 255; ///< of Linux' file systems
constexpr std::size_t kNumberBytes = 10;
constexpr const char* kSuffix = ".moelab-tmp"; ///< as isTemporaryFile knows it

/// @returns a descriptor that holds the folder's lock, -1 if another does, or the file system knows no locks
int lockFolder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

/// Those that nobody fills any more. What cannot be removed stays: it is in nobody's way.
void sweepLeftovers(const fs::path& parent) {
    std::error_code problem;
    for (fs::directory_iterator entry(parent, problem), end; !problem && entry != end; entry.increment(problem)) {
        std::error_code ignored;
        if (!isTemporaryFile(entry->path()) || entry->is_symlink(ignored) || !entry->is_directory(ignored))
            continue;
        if (const int lock = lockFolder(entry->path()); lock >= 0) {
            fs::remove_all(entry->path(), ignored);
            ::close(lock);
        }
    }
}

/// As many of the first bytes as there is room for, and none of a character that does not fit.
std::string shortened(const std::string& name, std::size_t room) {
    std::size_t end = std::min(name.size(), room);
    while (end < name.size() && end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80)
        --end;
    return name.substr(0, end);
}

} // namespace

NewFolder::NewFolder(fs::path parent)
    : m_parent(std::move(parent)) {
    sweepLeftovers(m_parent);
    static std::atomic<unsigned> count = 0;
    m_path = m_parent / ("export." + std::to_string(::getpid()) + "-" + std::to_string(++count) + kSuffix);
    if (::mkdir(m_path.c_str(), 0777) != 0)
        throw Error(m_parent.string(), std::string("cannot be written (") + std::strerror(errno) + ")",
                    "Choose a folder that you may write in, on a disk that is not full");
    m_lock = lockFolder(m_path);
}

NewFolder::~NewFolder() {
    std::error_code ignored;
    if (!m_path.empty())
        fs::remove_all(m_path, ignored);
    if (m_lock >= 0)
        ::close(m_lock);
}

fs::path NewFolder::finish(const std::string& name, const std::string& ending) {
    const std::string base = shortened(name, kMostNameBytes - kNumberBytes - ending.size()) + ending;
    fs::path place = m_parent / base;
    std::error_code unknown;
    for (int number = 2; fs::exists(fs::symlink_status(place, unknown)); ++number)
        place = m_parent / (base + "-" + std::to_string(number));
    if (::rename(m_path.c_str(), place.c_str()) != 0) // onto nothing that has something in it
        throw Error(place.string(), std::string("cannot be written (") + std::strerror(errno) + ")",
                    "Check that the folder that it lies in may be written, and try again");
    m_path.clear();
    return place;
}

} // namespace moelab
