#include "data/archive.h"

#include "base/error.h"
#include "base/machine.h"
#include "base/printable.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <memory>

namespace moelab {
namespace {

constexpr std::size_t kReadBlock = 256u << 10;

struct Closer {
    void operator()(archive* reader) const { archive_read_free(reader); }
};
using Handle = std::unique_ptr<archive, Closer>;

std::string reason(archive* reader) {
    const char* text = archive_error_string(reader);
    return text ? printable(std::string_view(text)) : "no reason given";
}

[[noreturn]] void refuseArchive(const std::string& archiveName, const std::string& problem) {
    throw Error(archiveName, problem, "Nothing of it was used. If you trust it, unpack it, and choose the folder");
}

[[noreturn]] void refuseDamaged(const std::string& archiveName, archive* reader) {
    throw Error(archiveName, "is damaged or cut (" + reason(reader) + ")",
                "Nothing of it was used. Copy it again, or fetch the data again");
}

/// The part that is read of the archive, as a source of the entry's bytes.
class EntrySource : public ByteSource {
  public:
    EntrySource(archive* reader, const std::string& archiveName, const std::string& entryName,
                std::optional<std::uint64_t> statedSize, std::uint64_t& bytesLeft, const StopToken& stop)
        : ByteSource(archiveName + ": " + entryName, statedSize)
        , m_reader(reader)
        , m_archiveName(archiveName)
        , m_bytesLeft(bytesLeft)
        , m_stop(stop) {}

    std::size_t read(std::span<std::uint8_t> into) override {
        std::size_t filled = 0;
        while (filled < into.size()) {
            throwIfStopped(m_stop);
            const la_ssize_t got = archive_read_data(m_reader, into.data() + filled, into.size() - filled);
            if (got < 0)
                refuseDamaged(m_archiveName, m_reader);
            if (got == 0)
                break;
            filled += static_cast<std::size_t>(got);
            count(static_cast<std::uint64_t>(got));
        }
        return filled;
    }

    /// Bytes that nobody wants count too: skipping them would unpack them uncounted.
    void drain() {
        std::array<std::uint8_t, 64u << 10> block;
        while (read(block) == block.size()) {
        }
    }

  private:
    void count(std::uint64_t bytes) {
        if (bytes > m_bytesLeft)
            refuseArchive(name(), "unpacks to more than is read of one archive");
        m_bytesLeft -= bytes;
    }

    archive* m_reader;
    const std::string& m_archiveName;
    std::uint64_t& m_bytesLeft;
    const StopToken& m_stop;
};

/// @returns the entry's name; empty if it is in no character set that libarchive can tell
std::string nameOf(archive_entry* entry) {
    const char* name = archive_entry_pathname(entry);
    if (!name)
        name = archive_entry_pathname_utf8(entry);
    return name ? name : "";
}

/// As the system's own paths are written: without "./", with one '/' between folders.
std::string withSlashes(std::string name) {
    std::ranges::replace(name, '\\', '/');
    return std::filesystem::path(name).lexically_normal().string();
}

/// Both separators count, so that an archive is refused on every system or on none.
void checkName(const std::string& name, const std::string& archiveName) {
    const std::string shown = "entry \"" + printable(name) + "\"";
    if (name.empty())
        refuseArchive(archiveName, "holds an entry with an unreadable name");
    if (name[0] == '/' || name[0] == '\\' || (name.size() > 1 && name[1] == ':'))
        refuseArchive(archiveName + ":", shown + " has an absolute path");
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find_first_of("/\\", begin), name.size());
        if (name.compare(begin, end - begin, "..") == 0)
            refuseArchive(archiveName + ":", shown + " leaves its folder (\"..\")");
        begin = end + 1;
    }
}

/// @returns whether it is a file, rather than a folder
bool checkKind(archive_entry* entry, const std::string& name, const std::string& archiveName) {
    const std::string shown = "entry \"" + printable(name) + "\"";
    const auto kind = archive_entry_filetype(entry);
    if (archive_entry_hardlink(entry) || archive_entry_symlink(entry) || kind == AE_IFLNK)
        refuseArchive(archiveName + ":", shown + " is a link");
    if (kind != AE_IFREG && kind != AE_IFDIR)
        refuseArchive(archiveName + ":", shown + " is a device or another special file");
    return kind == AE_IFREG;
}

bool isZip(archive* reader) { return (archive_format(reader) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP; }

/// A zip's other methods let a few bytes ask for gigabytes of memory; libarchive tells the method in the format's
/// name, as in "ZIP 2.0 (deflation)".
void checkMethod(archive* reader, const std::string& name, const std::string& archiveName) {
    if (!isZip(reader))
        return;
    const std::string_view format = archive_format_name(reader);
    if (!format.ends_with("(uncompressed)") && !format.ends_with("(deflation)"))
        refuseArchive(archiveName + ":", "entry \"" + printable(name) +
                                             "\" is packed by a method that is not read (" + printable(format) +
                                             ")");
}

Handle newReader() {
    Handle reader(archive_read_new());
    // Only what is needed: every other format and filter is attack surface.
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_format_tar(reader.get());
    archive_read_support_format_zip_seekable(reader.get());
    return reader;
}

void mustBeOpen(int result, archive* reader, const std::string& archiveName) {
    if (result != ARCHIVE_OK)
        throw Error(archiveName,
                    "is not an archive that can be read (.tar.gz, .tgz, .tar or .zip): " + reason(reader),
                    "Copy it again, or choose another");
}

Handle open(const std::filesystem::path& path, const std::string& archiveName) {
    Handle reader = newReader();
    mustBeOpen(archive_read_open_filename(reader.get(), path.c_str(), kReadBlock), reader.get(), archiveName);
    return reader;
}

/// @returns false at the archive's end
bool nextEntry(archive* reader, archive_entry** entry, const std::string& archiveName) {
    const int result = archive_read_next_header(reader, entry);
    // A warning is about an attribute; what is used of an entry is checked.
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN && result != ARCHIVE_EOF)
        refuseDamaged(archiveName, reader);
    return result != ARCHIVE_EOF;
}

std::optional<std::uint64_t> statedSizeOf(archive_entry* entry) {
    if (!archive_entry_size_is_set(entry))
        return std::nullopt;
    return static_cast<std::uint64_t>(archive_entry_size(entry));
}

std::uint64_t bytesOf(const std::filesystem::path& path) {
    std::error_code problem;
    const std::uint64_t bytes = std::filesystem::file_size(path, problem);
    return problem ? 0 : bytes;
}

using Visit = std::function<void(const std::string& name, ByteSource& bytes)>;

/// @param packedBytes of the archive itself
void visitEntries(archive* reader, const std::string& archiveName, std::uint64_t packedBytes, const Visit& visit,
                  const ArchiveLimits& limits, const StopToken& stop) {
    const std::uint64_t mostBytes = std::max(limits.bytes, limits::kArchiveGrowth * packedBytes);
    std::uint64_t bytesLeft = mostBytes;
    archive_entry* entry = nullptr;
    for (std::size_t entries = 1; nextEntry(reader, &entry, archiveName); ++entries) {
        if (entries > limits.entries)
            refuseArchive(archiveName, "contains more than " + std::to_string(limits.entries) + " entries");
        const std::string name = nameOf(entry);
        checkName(name, archiveName);
        if (!checkKind(entry, name, archiveName))
            continue;
        checkMethod(reader, name, archiveName);
        const auto stated = statedSizeOf(entry);
        if (stated && *stated > bytesLeft)
            refuseArchive(archiveName + ":", "entry \"" + printable(name) + "\" makes it more than " +
                                                 std::to_string(mostBytes) + " bytes unpacked");
        EntrySource bytes(reader, archiveName, printable(name), stated, bytesLeft, stop);
        visit(withSlashes(name), bytes);
        if (!isZip(reader)) // which has every entry on its own: what is not read is not unpacked
            bytes.drain();
    }
}

/// The whole of a file in an archive. @throws Error if it would take more than three quarters of the free memory
std::string inMemory(ByteSource& packed) {
    const std::uint64_t free = availableMemory();
    const std::uint64_t most = free > 0 ? free - free / 4 : limits::kArrayBytes;
    if (packed.statedSize().value_or(0) > most)
        throw Error(packed.name(),
                    "takes " + std::to_string(*packed.statedSize() / limits::kMiB) + " MiB of memory, and " +
                        std::to_string(free / limits::kMiB) + " MiB are free",
                    "Unpack the archive that it is in, and choose the file itself");
    return readAll(packed, most);
}

} // namespace

void readArchive(const std::filesystem::path& path, const Visit& visit, const ArchiveLimits& limits,
                 const StopToken& stop) {
    const std::string archiveName = printable(path);
    const Handle reader = open(path, archiveName);
    visitEntries(reader.get(), archiveName, bytesOf(path), visit, limits, stop);
}

void readArchive(ByteSource& packed, const Visit& visit, const ArchiveLimits& limits, const StopToken& stop) {
    const std::string content = inMemory(packed);
    const Handle reader = newReader();
    mustBeOpen(archive_read_open_memory(reader.get(), content.data(), content.size()), reader.get(), packed.name());
    visitEntries(reader.get(), packed.name(), content.size(), visit, limits, stop);
}

ArchiveStart startOfArchive(const std::filesystem::path& path) {
    ArchiveStart start;
    const std::string archiveName = printable(path);
    try {
        const Handle reader = open(path, archiveName);
        start.isArchive = true;
        const bool packed = archive_filter_code(reader.get(), 0) != ARCHIVE_FILTER_NONE;
        std::uint64_t bytes = 0;
        archive_entry* entry = nullptr;
        while (start.names.size() < limits::kGlanceEntries && bytes < limits::kGlanceUnpacked &&
               nextEntry(reader.get(), &entry, archiveName)) {
            if (archive_entry_filetype(entry) == AE_IFREG)
                start.names.push_back(withSlashes(nameOf(entry)));
            // What is not packed is stepped over.
            bytes += packed ? static_cast<std::uint64_t>(std::max<la_int64_t>(archive_entry_size(entry), 0)) : 1;
        }
    } catch (const Error& problem) {
        start.problem = problem.problem();
    }
    return start;
}

std::string_view fileNameOf(std::string_view name) { return name.substr(name.find_last_of('/') + 1); }

} // namespace moelab
