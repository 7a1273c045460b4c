#pragma once

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

/// What the fuzz targets share. A target is one file with LLVMFuzzerTestOneInput, which gives the bytes to a
/// reader.
namespace foreign {

/// Ends the program, so that the fuzzer keeps the input. Unlike assert it stands in every build.
inline void require(bool holds, const char* what) {
    if (holds)
        return;
    std::fprintf(stderr, "not true: %s\n", what);
    std::abort();
}

/// Runs a reader. It may refuse its bytes with an Error whose message a person can read, and fail in no other way.
template <class Read>
void mayRefuse(const Read& read) {
    try {
        read();
    } catch (const moelab::Error& refusal) {
        const std::string_view message = refusal.what();
        require(moelab::isUtf8(message), "a message is UTF-8");
        require(message.size() < 10 * moelab::limits::kQuotedBytes, "a message is short");
    }
}

/// The input's first byte, which chooses how the rest is used.
struct Input {
    std::uint8_t choice = 0;
    std::string bytes;

    Input(const std::uint8_t* data, std::size_t size) {
        if (size == 0)
            return;
        choice = data[0];
        bytes.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
    }
};

/// A folder in memory that lasts as long as the program, for readers that take a path.
inline const std::filesystem::path& scratch() {
    struct Folder {
        std::filesystem::path path;
        Folder() {
            const auto shared = std::filesystem::path("/dev/shm");
            const auto base =
                std::filesystem::is_directory(shared) ? shared : std::filesystem::temp_directory_path();
            path = base / ("moelab-fuzz-" + std::to_string(::getpid()));
            std::filesystem::create_directories(path);
        }
        ~Folder() {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
        }
    };
    static const Folder folder;
    return folder.path;
}

inline std::filesystem::path written(const std::string& name, std::string_view bytes) {
    std::filesystem::path path = scratch() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

} // namespace foreign
