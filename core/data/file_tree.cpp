#include "data/file_tree.h"

#include "base/error.h"
#include "base/file_reader.h"
#include "base/limits.h"
#include "base/printable.h"
#include "data/archive.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <sys/stat.h>
#include <utility>

namespace moelab {
namespace {

namespace fs = std::filesystem;

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

TreeFile asFile(const std::string& name, const struct stat& status) {
    const std::int64_t changed =
        std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + std::int64_t{status.st_mtim.tv_nsec};
    return {name, static_cast<std::uint64_t>(status.st_size), changed};
}

/// Walks a folder by descriptors: 60,000 files have their sizes and times in a fraction of a second.
class Walk {
  public:
    Walk(const fs::path& root, const StopToken& stop)
        : m_root(root)
        , m_stop(stop) {}

    std::vector<TreeFile> files() {
        enter(AT_FDCWD, m_root.c_str(), "");
        return std::move(m_files);
    }

  private:
    /// @param prefix of names within it: empty, or ending with '/'
    void enter(int parent, const char* name, const std::string& prefix) {
        if (m_within.size() > limits::kTreeDepth)
            throw Error(shown(prefix), "lies more than " + std::to_string(limits::kTreeDepth) + " folders deep",
                        "Choose the folder that holds the images");
        const int descriptor = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        OpenFolder folder(descriptor < 0 ? nullptr : ::fdopendir(descriptor));
        struct stat status {};
        if (!folder || ::fstat(descriptor, &status) != 0)
            failToRead(prefix);
        const std::pair self(status.st_dev, status.st_ino);
        if (std::ranges::find(m_within, self) != m_within.end())
            return; // a link to a folder that this one is in
        m_within.push_back(self);
        errno = 0;
        for (const dirent* entry = ::readdir(folder.get()); entry; errno = 0, entry = ::readdir(folder.get()))
            take(descriptor, *entry, prefix);
        if (errno != 0)
            failToRead(prefix);
        m_within.pop_back();
    }

    void take(int folder, const dirent& entry, const std::string& prefix) {
        throwIfStopped(m_stop);
        const std::string name = entry.d_name;
        if (isClutter(name)) // also "." and ".."
            return;
        struct stat status {};
        const bool known = ::fstatat(folder, name.c_str(), &status, 0) == 0; // else a link to nothing, say
        if (known && S_ISDIR(status.st_mode))
            return enter(folder, name.c_str(), prefix + name + "/");
        if (m_files.size() == limits::kTreeFiles)
            throw Error(printable(m_root), "holds more than " + std::to_string(limits::kTreeFiles) + " files",
                        "Choose the folder that holds the images alone");
        m_files.push_back(known ? asFile(prefix + name, status) : TreeFile{prefix + name});
    }

    std::string shown(const std::string& prefix) const { return printable(m_root / prefix); }
    [[noreturn]] void failToRead(const std::string& prefix) const {
        throw Error(shown(prefix), std::string("cannot be read (") + std::strerror(errno) + ")",
                    "Check its permissions");
    }

    const fs::path& m_root;
    const StopToken& m_stop;
    std::vector<TreeFile> m_files;
    std::vector<std::pair<dev_t, ino_t>> m_within; ///< the folders that are being walked
};

std::vector<TreeFile> filesOfArchive(const fs::path& archive, const StopToken& stop) {
    std::vector<TreeFile> files;
    readArchive(
        archive,
        [&](const std::string& name, ByteSource& bytes) {
            if (!isClutter(name))
                files.push_back({name, bytes.statedSize().value_or(0)});
        },
        {}, stop);
    return files;
}

/// A file that is opened when it is first read, so that whoever wants its bytes gets what is wrong with it.
class LateFile : public ByteSource {
  public:
    LateFile(const fs::path& path, std::uint64_t bytes, const StopToken& stop)
        : ByteSource(printable(path), bytes)
        , m_path(path)
        , m_stop(stop) {}

    std::size_t read(std::span<std::uint8_t> into) override {
        throwIfStopped(m_stop);
        if (!m_file)
            m_file.emplace(m_path);
        std::size_t filled = 0;
        while (filled < into.size()) {
            const std::size_t got =
                m_file->readSome(reinterpret_cast<char*>(into.data()) + filled, into.size() - filled);
            if (got == 0)
                break;
            filled += got;
        }
        return filled;
    }

  private:
    const fs::path m_path;
    const StopToken& m_stop;
    std::optional<FileReader> m_file;
};

bool isFolder(const fs::path& tree) {
    std::error_code ignored;
    return fs::is_directory(tree, ignored);
}

} // namespace

bool isClutter(std::string_view name) {
    static constexpr std::array<std::string_view, 3> kLeftBehind = {"Thumbs.db", "desktop.ini", "__MACOSX"};
    while (!name.empty()) {
        const std::string_view part = name.substr(0, name.find('/'));
        if (part.starts_with('.') || std::ranges::find(kLeftBehind, part) != kLeftBehind.end())
            return true;
        name.remove_prefix(std::min(part.size() + 1, name.size()));
    }
    return false;
}

std::vector<TreeFile> listFiles(const fs::path& tree, const StopToken& stop) {
    std::vector<TreeFile> files = isFolder(tree) ? Walk(tree, stop).files() : filesOfArchive(tree, stop);
    std::ranges::sort(files, {}, &TreeFile::name);
    const auto twice = std::ranges::adjacent_find(files, {}, &TreeFile::name);
    if (twice != files.end())
        throw Error(printable(tree), "holds " + printable(twice->name) + " twice", "Keep one of the two");
    return files;
}

std::optional<TreeFile> folderFile(const fs::path& folder, const std::string& name) {
    struct stat status {};
    if (::stat((folder / name).c_str(), &status) != 0 || S_ISDIR(status.st_mode))
        return std::nullopt;
    return asFile(name, status);
}

void visitFiles(const fs::path& tree, const std::vector<TreeFile>& files,
                const std::function<bool(std::size_t file)>& wanted,
                const std::function<void(std::size_t file, ByteSource& bytes)>& visit, const StopToken& stop) {
    if (!isFolder(tree))
        return readArchive(
            tree,
            [&](const std::string& name, ByteSource& bytes) {
                const auto found = std::ranges::lower_bound(files, name, {}, &TreeFile::name);
                const auto index = static_cast<std::size_t>(found - files.begin());
                if (found != files.end() && found->name == name && wanted(index))
                    visit(index, bytes);
            },
            {}, stop);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!wanted(i))
            continue;
        throwIfStopped(stop);
        LateFile bytes(tree / files[i].name, files[i].bytes, stop);
        visit(i, bytes);
    }
}

} // namespace moelab
