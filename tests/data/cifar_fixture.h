#pragma once

#include "data/byte_source.h"
#include "message_of.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

/// Small files in CIFAR-10's layouts, made from the published description of the formats.
namespace fixture {

inline void write(const std::filesystem::path& path, const std::string& content) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

/// Byte `k` of the planar image `index` of batch `batch`: red, green and blue planes differ, rows and columns too.
inline unsigned char planarByte(int batch, int index, int k) {
    return static_cast<unsigned char>(batch * 41 + index * 7 + k * 3 + k / 32 * 5 + k / 1024 * 11);
}
inline int labelOf(int batch, int index) { return (batch * 3 + index) % 10; }

inline std::string planarImage(int batch, int index) {
    std::string image;
    for (int k = 0; k < 3072; ++k)
        image += static_cast<char>(planarByte(batch, index, k));
    return image;
}

/// Batch 0 is the test batch.
inline std::string binaryBatch(int batch, int images) {
    std::string file;
    for (int i = 0; i < images; ++i)
        file += static_cast<char>(labelOf(batch, i)) + planarImage(batch, i);
    return file;
}

inline std::string littleEndian(std::size_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> (8 * i) & 255);
    return text;
}

/// A str of Python 2, as cPickle writes it with protocol 2.
inline std::string pickledText(const std::string& text) {
    return text.size() < 256 ? "U" + littleEndian(text.size(), 1) + text
                             : "T" + littleEndian(text.size(), 4) + text;
}

/// numpy.ndarray as numpy's __reduce__ gives it to cPickle, protocol 2.
inline std::string pickledArray(std::size_t rows, std::size_t columns, const std::string& bytes,
                                const std::string& type = "u1") {
    using namespace std::string_literals;
    // Part by part: of one long sum GCC 12 says, beside certain neighbours, that it reads past a string.
    std::string pickled = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85U\1b\x87R(K\1J"s;
    pickled += littleEndian(rows, 4);
    pickled += "J";
    pickled += littleEndian(columns, 4);
    pickled += "\x86"
               "cnumpy\ndtype\n";
    pickled += pickledText(type);
    pickled += "K\0K\1\x87R(K\3U\1|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89"s;
    pickled += pickledText(bytes);
    return pickled + "tb";
}

inline std::string pickledDict(const std::string& keysAndValues) { return "\x80\2}(" + keysAndValues + "u."; }

inline std::string pickledLabels(const std::vector<int>& labels) {
    std::string list = "](";
    for (int label : labels)
        list += "J" + littleEndian(static_cast<std::size_t>(label), 4);
    return list + "e";
}

inline std::string pythonBatch(int batch, int images) {
    std::vector<int> labels;
    std::string pixels;
    for (int i = 0; i < images; ++i) {
        labels.push_back(labelOf(batch, i));
        pixels += planarImage(batch, i);
    }
    return pickledDict(pickledText("batch_label") + pickledText("training batch") + pickledText("labels") +
                       pickledLabels(labels) + pickledText("data") +
                       pickledArray(static_cast<std::size_t>(images), 3072, pixels));
}

inline const std::vector<std::string> kNames = {"airplane", "automobile", "bird",  "cat",  "deer",
                                                "dog",      "frog",       "horse", "ship", "truck"};

inline std::string binaryNames() {
    std::string text;
    for (const std::string& name : kNames)
        text += name + "\n";
    return text + "\n"; // the published file ends so
}

inline std::string pythonNames() {
    std::string list = "](";
    for (const std::string& name : kNames)
        list += pickledText(name);
    return pickledDict(pickledText("label_names") + list + "e");
}

using Files = std::vector<std::pair<std::string, std::string>>;

/// All files of one layout with `images` in each batch, in published order.
inline Files cifarFiles(bool binary, int images) {
    Files files;
    for (int batch = 1; batch <= 5; ++batch)
        files.emplace_back("data_batch_" + std::to_string(batch) + (binary ? ".bin" : ""),
                           binary ? binaryBatch(batch, images) : pythonBatch(batch, images));
    files.emplace_back(binary ? "test_batch.bin" : "test_batch",
                       binary ? binaryBatch(0, images) : pythonBatch(0, images));
    files.emplace_back(binary ? "batches.meta.txt" : "batches.meta", binary ? binaryNames() : pythonNames());
    return files;
}

inline void writeFolder(const std::filesystem::path& folder, const Files& files) {
    for (const auto& [name, content] : files)
        write(folder / name, content);
}

/// Writes archives with libarchive, honest ones and others.
class ArchiveWriter {
  public:
    enum class Kind { TarGz, Tar, Zip };

    ArchiveWriter(const std::filesystem::path& path, Kind kind)
        : m_archive(archive_write_new()) {
        if (kind == Kind::TarGz)
            archive_write_add_filter_gzip(m_archive);
        if (kind == Kind::Zip)
            archive_write_set_format_zip(m_archive);
        else
            archive_write_set_format_pax_restricted(m_archive);
        archive_write_open_filename(m_archive, path.c_str());
    }
    ~ArchiveWriter() { archive_write_free(m_archive); }
    ArchiveWriter(const ArchiveWriter&) = delete;
    ArchiveWriter& operator=(const ArchiveWriter&) = delete;

    void add(const std::string& name, const std::string& content, unsigned type = AE_IFREG,
             const std::string& symlink = {}, const std::string& hardlink = {}) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_filetype(entry, type);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        if (!symlink.empty())
            archive_entry_set_symlink(entry, symlink.c_str());
        if (!hardlink.empty())
            archive_entry_set_hardlink(entry, hardlink.c_str());
        archive_write_header(m_archive, entry);
        archive_write_data(m_archive, content.data(), content.size());
        archive_entry_free(entry);
    }
    void add(const std::string& folder, const Files& files) {
        for (const auto& [name, content] : files)
            add(folder + name, content);
    }

  private:
    archive* m_archive;
};

/// Bytes from memory.
class TextSource : public moelab::ByteSource {
  public:
    TextSource(std::string name, std::string content, bool statesSize = true)
        : ByteSource(std::move(name), statesSize ? std::optional<std::uint64_t>(content.size()) : std::nullopt)
        , m_content(std::move(content)) {}
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t count = std::min(into.size(), m_content.size() - m_position);
        std::memcpy(into.data(), m_content.data() + m_position, count);
        m_position += count;
        return count;
    }
    std::size_t position() const { return m_position; }

  private:
    std::string m_content;
    std::size_t m_position = 0;
};

} // namespace fixture
