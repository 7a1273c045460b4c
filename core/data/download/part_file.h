#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace moelab {

/// A file that a download fills. It is locked: another process, or another PartFile, cannot fill it meanwhile.
class PartFile {
  public:
    /// Opens or makes the file and its folder.
    /// @throws Error if that fails or another download holds the file
    explicit PartFile(std::filesystem::path path);
    /// Leaves no empty file behind.
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    std::uint64_t size() const { return m_size; }
    /// @throws Error with the system's reason, e.g. that the disk is full
    void append(std::span<const std::byte> bytes);
    void clear();
    /// Puts the bytes on the disk, then gives the file its final name.
    void finishAs(const std::filesystem::path& target);
    const std::filesystem::path& path() const { return m_path; }

  private:
    [[noreturn]] void fail(const char* what) const;

    std::filesystem::path m_path;
    int m_descriptor;
    std::uint64_t m_size = 0;
};

} // namespace moelab
