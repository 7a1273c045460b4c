#pragma once

#include "base/files.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// One tensor as a safetensors file holds it.
struct StoredTensor {
    std::string name;
    std::string dtype; ///< "F32", "I64", "U8", ...
    std::vector<std::int64_t> shape;
    std::string_view bytes; ///< little-endian, C order
};

/// The content of a safetensors file (format: huggingface/safetensors, README "Format").
struct SafeTensors {
    std::map<std::string, std::string> metadata;
    std::vector<StoredTensor> tensors; ///< as they lie in the file; views into `data`
    std::shared_ptr<const std::string> data;

    /// @throws Error naming `source` if there is no such tensor of this dtype and shape
    const StoredTensor& find(const std::string& name, std::string_view dtype, std::span<const std::int64_t> shape,
                             const std::string& source) const;
};

/// @returns SHA-256 over the names, shapes and bytes of the tensors, in their order
std::string sha256(std::span<const StoredTensor> tensors);

/// Written atomically, tensors in the given order, data aligned to 8 bytes.
void writeSafeTensors(const std::filesystem::path& path, const std::map<std::string, std::string>& metadata,
                      std::span<const StoredTensor> tensors, IfExists ifExists = IfExists::Replace);

/// Reads and checks: header within the file, no duplicate keys, known dtypes, sizes that fit their shapes without
/// overflow, no overlap, no holes, nothing after the last tensor, no more than limits.h says. Memory for the data
/// is taken after that.
/// @throws Error naming the file and what is wrong with it
SafeTensors readSafeTensors(const std::filesystem::path& path);

/// @param ifDamaged what a person can do next about a file that can be read but is not sound
SafeTensors readSafeTensors(const std::filesystem::path& path, const std::string& ifDamaged);

/// Reads no more than the header of a file.
/// @throws Error if the header is damaged
std::map<std::string, std::string> readSafeTensorsMetadata(const std::filesystem::path& path);

/// Refuses a file whose metadata state a "schema" above `known`; files without one are older than schemas.
/// @throws Error naming source
void checkSchema(const std::map<std::string, std::string>& metadata, int known, const std::string& source);

} // namespace moelab
