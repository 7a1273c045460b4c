#pragma once

#include "base/stop_token.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>

namespace moelab {

/// A named stream of bytes that is read once, from its beginning: a file, or an entry of an archive.
/// The readers of a layout take it, so that they need not know which of the two it is.
class ByteSource {
  public:
    virtual ~ByteSource() = default;

    /// Fills as much of `into` as there are bytes left; less than asked only at the end.
    /// @throws Error if the bytes cannot be read; Stopped
    virtual std::size_t read(std::span<std::uint8_t> into) = 0;

    /// What a message calls it.
    const std::string& name() const { return m_name; }
    /// Its length in bytes as its container states it, if it does.
    std::optional<std::uint64_t> statedSize() const { return m_statedSize; }

  protected:
    ByteSource(std::string name, std::optional<std::uint64_t> statedSize)
        : m_name(std::move(name))
        , m_statedSize(statedSize) {}

  private:
    std::string m_name;
    std::optional<std::uint64_t> m_statedSize;
};

class FileSource : public ByteSource {
  public:
    /// @param stop ends the next read; it has to live as long
    /// @throws Error if `path` is missing, not a regular file, or may not be read
    FileSource(const std::filesystem::path& path, const StopToken& stop);
    std::size_t read(std::span<std::uint8_t> into) override;

  private:
    std::ifstream m_file;
    const StopToken& m_stop;
};

/// Reads all that is left.
/// @throws Error if that is more than `limit` bytes
std::string readAll(ByteSource& source, std::uint64_t limit);

/// Reads all that is left, whatever its length. @returns its SHA-256 in hexadecimal digits
std::string sha256Of(ByteSource& source);

/// What every read begins with. @throws Stopped once a stop was requested
void throwIfStopped(const StopToken& stop);

} // namespace moelab
