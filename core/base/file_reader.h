#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace moelab {

/// A file that is read from its beginning on. Everything throws an Error that names the file and the system's
/// reason, a NoPlaceError where that may pass.
class FileReader {
  public:
    /// Opens a regular file: a pipe would be waited for.
    explicit FileReader(const std::filesystem::path& path);
    ~FileReader();
    FileReader(const FileReader&) = delete;
    FileReader& operator=(const FileReader&) = delete;

    /// Bytes that it had when it was opened.
    std::uint64_t size() const { return m_size; }
    /// @throws Error, too, if there are fewer bytes left
    void read(char* into, std::size_t count);
    /// @returns how many there were, up to `count`; 0 at the end
    std::size_t readSome(char* into, std::size_t count);

  private:
    std::filesystem::path m_path;
    int m_descriptor = -1;
    std::uint64_t m_size = 0;
};

} // namespace moelab
