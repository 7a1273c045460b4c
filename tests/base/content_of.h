#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace fixture {

/// @returns a file's bytes; none if it cannot be read
inline std::string contentOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace fixture
