#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <vector>

/// Small arrays in the formats of files, made from the published descriptions of the formats.
namespace fixture {

inline std::string bigEndian(std::size_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
        text += static_cast<char>(value >> shift & 255);
    return text;
}

/// An IDX file: two zero bytes, the type's code (8: bytes), the number of lengths, the lengths, the content.
inline std::string idxFile(const std::vector<std::size_t>& shape, const std::string& content, char type = 8) {
    std::string file{'\0', '\0', type, static_cast<char>(shape.size())};
    for (const std::size_t length : shape)
        file += bigEndian(length);
    return file + content;
}

/// A .npy file of version 1: \x93NUMPY, the version, the length of the header in two bytes, lowest first, and the
/// header, padded with blanks to a multiple of 64 in all.
inline std::string npyFile(const std::string& descr, const std::string& shape, const std::string& content,
                           const std::string& order = "False") {
    std::string header = "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }";
    header.resize((10 + header.size() + 1 + 63) / 64 * 64 - 10 - 1, ' ');
    header += '\n';
    std::string file = "\x93NUMPY";
    file += {'\1', '\0', static_cast<char>(header.size() & 255), static_cast<char>(header.size() >> 8)};
    return file + header + content;
}

/// Bytes that differ from image to image, row to row, column to column.
inline std::string ramp(std::size_t bytes, unsigned first = 0) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i)
        text += static_cast<char>(first + i * 5 + i / 64 * 3);
    return text;
}

/// A gzip stream, as libarchive writes it.
inline std::string gzipped(const std::string& content) {
    std::string packed(content.size() + 1000, '\0');
    std::size_t used = 0;
    archive* const writer = archive_write_new();
    archive_write_add_filter_gzip(writer);
    archive_write_set_format_raw(writer);
    archive_write_open_memory(writer, packed.data(), packed.size(), &used);
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(writer, entry);
    archive_write_data(writer, content.data(), content.size());
    archive_write_close(writer);
    archive_entry_free(entry);
    archive_write_free(writer);
    packed.resize(used);
    return packed;
}

} // namespace fixture
