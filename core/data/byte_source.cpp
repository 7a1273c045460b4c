#include "data/byte_source.h"

#include "base/error.h"
#include "base/printable.h"
#include "base/sha256.h"

#include <algorithm>
#include <vector>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = std::size_t{1} << 20;

/// Looked at before the file is opened: opening a pipe would wait for a writer that never comes.
std::uint64_t sizeOfRegularFile(const fs::path& path) {
    std::error_code problem;
    const fs::file_status status = fs::status(path, problem);
    if (status.type() == fs::file_type::not_found)
        throw Error(printable(path), "is missing", "Copy the whole folder again, or fetch the data again");
    if (problem)
        throw Error(printable(path), "cannot be read (" + problem.message() + ")", "Check its permissions");
    if (status.type() != fs::file_type::regular)
        throw Error(printable(path), "is not a regular file", "Replace it with the published file");
    return fs::file_size(path);
}

} // namespace

FileSource::FileSource(const fs::path& path, const StopToken& stop)
    : ByteSource(printable(path), sizeOfRegularFile(path))
    , m_file(path, std::ios::binary)
    , m_stop(stop) {
    if (!m_file)
        throw Error(name(), "cannot be opened", "Check its permissions");
}

std::size_t FileSource::read(std::span<std::uint8_t> into) {
    throwIfStopped(m_stop);
    m_file.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
    if (m_file.bad())
        throw Error(name(), "cannot be read to its end", "Check the disk and try again");
    return static_cast<std::size_t>(m_file.gcount());
}

std::string readAll(ByteSource& source, std::uint64_t limit) {
    std::string content;
    // One byte more than there should be shows that there is the end.
    const auto stated = source.statedSize();
    std::size_t block = stated ? static_cast<std::size_t>(std::min(*stated, limit)) + 1 : kBlock;
    for (;; block = kBlock) {
        const std::size_t before = content.size();
        content.resize(before + block);
        const auto room = std::span(reinterpret_cast<std::uint8_t*>(content.data()) + before, block);
        content.resize(before + source.read(room));
        if (content.size() > limit)
            throw Error(source.name(), "is longer than the " + std::to_string(limit) + " bytes that are read",
                        "Choose the published file");
        if (content.size() < before + block)
            return content;
    }
}

std::string sha256Of(ByteSource& source) {
    std::vector<std::uint8_t> block(kBlock);
    Sha256 hash;
    for (std::size_t count = block.size(); count == block.size();) {
        count = source.read(block);
        hash.update(std::as_bytes(std::span(block).first(count)));
    }
    return hash.hex();
}

void throwIfStopped(const StopToken& stop) {
    if (!stop.proceed())
        throw Stopped();
}

} // namespace moelab
