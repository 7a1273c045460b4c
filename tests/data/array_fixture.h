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

/// numpy.savez_compressed(file, x_train=numpy.arange(128, dtype="u1").reshape(2, 8, 8), y_train=numpy.array([0,
/// 1]), x_test=numpy.zeros((2, 8, 8), "u1"), y_test=numpy.array([1, 0])) of NumPy 2.4.6
inline constexpr const char* kSavedByNumpy =
    "UEsDBC0AAAAIAAAAIQDwo8eb//////////8LABQAeF90cmFpbi5ucHkBABAAAAEAAAAAAADIAAAAAAAAAJvsF+obEMnIUMZQrZ6S"
    "WpxcpG6loF5Taqiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6ChZApKmjUKtAHuBiYGRiZmFlY+fg5OLm4eXjFxAU"
    "EhYRFROXkJSSlpGVk1dQVFJWUVVT19DU0tbR1dM3MDQyNjE1M7ewtLK2sbWzd3B0cnZxdXP38PTy9vH18w8IDAoOCQ0Lj4iMio6J"
    "jYtPSExKTklNS8/IzMrOyc3LLygsKi4pLSuvqKyqrqmtqwcAUEsDBC0AAAAIAAAAIQB+avvJ//////////8LABQAeV90cmFpbi5u"
    "cHkBABAAkAAAAAAAAABJAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQW"
    "pAL5GkY6mjoKtQoUAC4GKGCE0gBQSwMELQAAAAgAAAAhADpUCn3//////////woAFAB4X3Rlc3QubnB5AQAQAAABAAAAAAAASwAA"
    "AAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBeU2qorqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgoWQKSpo1CrQB7g"
    "YhhgAABQSwMELQAAAAgAAAAhAHH7Oav//////////woAFAB5X3Rlc3QubnB5AQAQAJAAAAAAAAAASAAAAAAAAACb7BfqGxDJyFDG"
    "UK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuRgZUAABQSwECLQMtAAAACAAA"
    "ACEA8KPHm8gAAAAAAQAACwAAAAAAAAAAAAAAgAEAAAAAeF90cmFpbi5ucHlQSwECLQMtAAAACAAAACEAfmr7yUkAAACQAAAACwAA"
    "AAAAAAAAAAAAgAEFAQAAeV90cmFpbi5ucHlQSwECLQMtAAAACAAAACEAOlQKfUsAAAAAAQAACgAAAAAAAAAAAAAAgAGLAQAAeF90"
    "ZXN0Lm5weVBLAQItAy0AAAAIAAAAIQBx+zmrSAAAAJAAAAAKAAAAAAAAAAAAAACAARICAAB5X3Rlc3QubnB5UEsFBgAAAAAEAAQA"
    "4gAAAJYCAAAAAA==";

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
