#include "base/safetensors.h"

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <fstream>
#include <limits>

namespace moelab {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian, and so is this code");

constexpr std::uint64_t kMaxHeader = 100'000'000;
constexpr std::uint64_t kMaxFile = std::uint64_t{4} << 30;

[[noreturn]] void refuse(const std::string& source, const std::string& problem) {
    throw Error(source, "is no sound safetensors file: " + problem, "Choose another file or make it anew");
}

std::uint64_t elementSize(const std::string& dtype, const std::string& source) {
    static const std::map<std::string, std::uint64_t> sizes = {
        {"F64", 8},  {"I64", 8}, {"U64", 8}, {"F32", 4}, {"I32", 4}, {"U32", 4}, {"F16", 2},
        {"BF16", 2}, {"I16", 2}, {"U16", 2}, {"I8", 1},  {"U8", 1},  {"BOOL", 1}};
    const auto found = sizes.find(dtype);
    if (found == sizes.end())
        refuse(source, "unknown dtype \"" + dtype + "\"");
    return found->second;
}

std::uint64_t byteCount(const StoredTensor& tensor, const std::string& source) {
    std::uint64_t bytes = elementSize(tensor.dtype, source);
    for (const std::int64_t extent : tensor.shape) {
        if (extent < 0 ||
            (extent > 0 && bytes > std::numeric_limits<std::uint64_t>::max() / static_cast<std::uint64_t>(extent)))
            refuse(source, "the shape of \"" + tensor.name + "\" overflows");
        bytes *= static_cast<std::uint64_t>(extent);
    }
    return bytes;
}

std::string shapeText(std::span<const std::int64_t> shape) {
    std::string text = "[";
    for (const std::int64_t extent : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    return text + "]";
}

/// One header entry; its bytes are looked up in `data`.
StoredTensor readEntry(const std::string& name, const Json& entry, std::string_view data,
                       const std::string& source) {
    StoredTensor tensor{name, {}, {}, {}};
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    try {
        tensor.dtype = entry.at("dtype").get<std::string>();
        const Json& shape = entry.at("shape");
        const auto isSize = [](const Json& extent) {
            return extent.is_number_unsigned() &&
                   extent.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
        };
        if (!shape.is_array() || !std::ranges::all_of(shape, isSize)) // other values can be looped over, too
            refuse(source, "the shape of \"" + name + "\" is no list of sizes");
        tensor.shape = shape.get<std::vector<std::int64_t>>();
        const Json& offsets = entry.at("data_offsets");
        if (offsets.size() != 2 || !offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned())
            refuse(source, "the offsets of \"" + name + "\" are no two positions");
        begin = offsets[0].get<std::uint64_t>();
        end = offsets[1].get<std::uint64_t>();
    } catch (const Json::exception&) {
        refuse(source, "the entry \"" + name + "\" lacks dtype, shape or data_offsets");
    }
    if (begin > end || end > data.size())
        refuse(source, "\"" + name + "\" lies outside of the file");
    if (end - begin != byteCount(tensor, source))
        refuse(source, "\"" + name + "\" has " + std::to_string(end - begin) + " bytes, its shape " +
                           shapeText(tensor.shape) + " asks for " + std::to_string(byteCount(tensor, source)));
    tensor.bytes = data.substr(begin, end - begin);
    return tensor;
}

std::map<std::string, std::string> readMetadata(const Json& object, const std::string& source) {
    if (!object.is_object())
        refuse(source, "__metadata__ is no object");
    std::map<std::string, std::string> metadata;
    for (const auto& [key, value] : object.items()) {
        if (!value.is_string())
            refuse(source, "__metadata__ holds something else than text");
        metadata[key] = value.get<std::string>();
    }
    return metadata;
}

/// @param start the file's first 8 bytes
/// @param fileSize in bytes
/// @returns the length of the header behind them
std::uint64_t headerLength(std::string_view start, std::uint64_t fileSize, const std::string& source) {
    std::uint64_t length = 0;
    if (start.size() < sizeof length)
        refuse(source, "it is " + std::to_string(start.size()) + " bytes long");
    std::memcpy(&length, start.data(), sizeof length);
    if (length > kMaxHeader || length > fileSize - sizeof length)
        refuse(source, "its header claims " + std::to_string(length) + " bytes");
    return length;
}

Json parseHeader(std::string_view text, const std::string& source) {
    if (!text.starts_with('{'))
        refuse(source, "its header is no JSON object");
    return parseJson(text, source);
}

/// Every byte of the data belongs to exactly one tensor.
void checkCover(const SafeTensors& content, std::string_view data, const std::string& source) {
    std::vector<std::string_view> spans;
    for (const StoredTensor& tensor : content.tensors)
        if (!tensor.bytes.empty())
            spans.push_back(tensor.bytes);
    std::ranges::sort(spans, {}, [](std::string_view span) { return span.data(); });
    const char* next = data.data();
    for (std::string_view span : spans) {
        if (span.data() != next)
            refuse(source, span.data() < next ? "two tensors overlap" : "there is a hole between two tensors");
        next = span.data() + span.size();
    }
    if (next != data.data() + data.size())
        refuse(source, "there are bytes after the last tensor");
}

} // namespace

const StoredTensor& SafeTensors::find(const std::string& name, std::string_view dtype,
                                      std::span<const std::int64_t> shape, const std::string& source) const {
    const auto found = std::ranges::find(tensors, name, &StoredTensor::name);
    if (found == tensors.end())
        throw Error(source, "lacks the tensor \"" + name + "\"", "Choose a file of the same network");
    if (found->dtype != dtype || !std::ranges::equal(found->shape, shape))
        throw Error(source,
                    "holds \"" + name + "\" as " + found->dtype + " " + shapeText(found->shape) + ", not as " +
                        std::string(dtype) + " " + shapeText(shape),
                    "Choose a file of the same network");
    return *found;
}

void writeSafeTensors(const std::filesystem::path& path, const std::map<std::string, std::string>& metadata,
                      std::span<const StoredTensor> tensors) {
    Json header = Json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const StoredTensor& tensor : tensors) {
        header[tensor.name] = {{"dtype", tensor.dtype},
                               {"shape", tensor.shape},
                               {"data_offsets", {offset, offset + tensor.bytes.size()}}};
        offset += tensor.bytes.size();
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    const std::uint64_t length = text.size();
    std::vector<std::string_view> pieces = {std::string_view(reinterpret_cast<const char*>(&length), sizeof length),
                                            text};
    for (const StoredTensor& tensor : tensors)
        pieces.push_back(tensor.bytes);
    writeFileAtomically(path, pieces);
}

SafeTensors readSafeTensors(const std::filesystem::path& path) {
    const std::string source = path.string();
    SafeTensors content;
    content.file = std::make_shared<const std::string>(readFile(path, kMaxFile));
    const std::string_view file = *content.file;
    const std::uint64_t length = headerLength(file.substr(0, sizeof length), file.size(), source);
    const Json header = parseHeader(file.substr(sizeof length, length), source);
    const std::string_view data = file.substr(sizeof length + length);
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__")
            content.metadata = readMetadata(entry, source);
        else
            content.tensors.push_back(readEntry(name, entry, data, source));
    }
    checkCover(content, data, source);
    return content;
}

std::map<std::string, std::string> readSafeTensorsMetadata(const std::filesystem::path& path) {
    const std::string source = path.string();
    std::ifstream file(path, std::ios::binary);
    std::error_code problem;
    const std::uint64_t size = std::filesystem::file_size(path, problem);
    const auto read = [&](std::uint64_t count) {
        std::string bytes(count, '\0');
        file.read(bytes.data(), static_cast<std::streamsize>(count));
        bytes.resize(static_cast<std::size_t>(file.gcount()));
        return bytes;
    };
    const std::string start = read(sizeof(std::uint64_t));
    const Json header = parseHeader(read(headerLength(start, size, source)), source);
    return header.contains("__metadata__") ? readMetadata(header["__metadata__"], source)
                                           : std::map<std::string, std::string>();
}

void checkSchema(const std::map<std::string, std::string>& metadata, int known, const std::string& source) {
    const auto found = metadata.find("schema");
    if (found == metadata.end())
        return;
    int schema = 0;
    const std::string& text = found->second;
    if (std::from_chars(text.data(), text.data() + text.size(), schema).ec != std::errc())
        refuse(source, "its schema is \"" + text + "\"");
    checkSchema(schema, known, source);
}

} // namespace moelab
