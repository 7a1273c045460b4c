#include "base/safetensors.h"

#include "base/file_reader.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/sha256.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <limits>

namespace moelab {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian, and so is this code");

constexpr std::uint64_t kLengthBytes = sizeof(std::uint64_t);

[[noreturn]] void refuseTensors(const std::string& source, const std::string& problem) {
    throw Error(source, "is not a valid safetensors file: " + problem, "Choose another file or create it again");
}

/// @param text UTF-8, which may be cut anywhere
std::string quoted(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// @returns the bytes of one value; 0 for a dtype that is not known
std::uint64_t elementSize(const std::string& dtype) {
    static const std::map<std::string, std::uint64_t> sizes = {
        {"F64", 8},  {"I64", 8}, {"U64", 8}, {"F32", 4}, {"I32", 4}, {"U32", 4}, {"F16", 2},
        {"BF16", 2}, {"I16", 2}, {"U16", 2}, {"I8", 1},  {"U8", 1},  {"BOOL", 1}};
    const auto found = sizes.find(dtype);
    return found == sizes.end() ? 0 : found->second;
}

std::uint64_t byteCount(const StoredTensor& tensor, const std::string& source) {
    std::uint64_t bytes = elementSize(tensor.dtype);
    if (bytes == 0)
        refuseTensors(source, quoted(tensor.name) + " has the unknown dtype " + quoted(tensor.dtype.substr(0, 8)));
    for (const std::int64_t extent : tensor.shape) {
        if (extent < 0 ||
            (extent > 0 && bytes > std::numeric_limits<std::uint64_t>::max() / static_cast<std::uint64_t>(extent)))
            refuseTensors(source, "the shape of " + quoted(tensor.name) + " overflows");
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

/// A tensor whose bytes are not read yet, and where they lie in the data.
struct Entry {
    StoredTensor tensor;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

bool isSize(const Json& extent) {
    return extent.is_number_unsigned() &&
           extent.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
}

/// @param dataSize bytes after the header
Entry readEntry(const std::string& name, const Json& fields, std::uint64_t dataSize, const std::string& source) {
    Entry entry{{name, {}, {}, {}}};
    try {
        entry.tensor.dtype = fields.at("dtype").get<std::string>();
        const Json& shape = fields.at("shape");
        if (!shape.is_array() || !std::ranges::all_of(shape, isSize)) // other values can be looped over, too
            refuseTensors(source, "the shape of " + quoted(name) + " is not a list of sizes");
        if (shape.size() > limits::kTensorRank)
            refuseTensors(source, quoted(name) + " has " + std::to_string(shape.size()) + " dimensions; at most " +
                                      std::to_string(limits::kTensorRank) + " are read");
        entry.tensor.shape = shape.get<std::vector<std::int64_t>>();
        const Json& offsets = fields.at("data_offsets");
        if (offsets.size() != 2 || !offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned())
            refuseTensors(source, "the offsets of " + quoted(name) + " are not two positions");
        entry.begin = offsets[0].get<std::uint64_t>();
        entry.end = offsets[1].get<std::uint64_t>();
    } catch (const Json::exception&) {
        refuseTensors(source, "the entry " + quoted(name) + " lacks dtype, shape or data_offsets");
    }
    const std::uint64_t wanted = byteCount(entry.tensor, source);
    if (entry.begin > entry.end || entry.end > dataSize)
        refuseTensors(source, quoted(name) + " lies outside of the file");
    if (entry.end - entry.begin != wanted)
        refuseTensors(source, quoted(name) + " has " + std::to_string(entry.end - entry.begin) +
                                  " bytes, its shape " + shapeText(entry.tensor.shape) + " asks for " +
                                  std::to_string(wanted));
    return entry;
}

std::map<std::string, std::string> readMetadata(const Json& object, const std::string& source) {
    if (!object.is_object())
        refuseTensors(source, "__metadata__ is not an object");
    std::map<std::string, std::string> metadata;
    for (const auto& [key, value] : object.items()) {
        if (!value.is_string())
            refuseTensors(source, "__metadata__ contains something other than text");
        metadata[key] = value.get<std::string>();
    }
    return metadata;
}

/// Every byte of the data belongs to exactly one tensor.
void checkCover(const std::vector<Entry>& entries, std::uint64_t dataSize, const std::string& source) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> spans;
    for (const Entry& entry : entries)
        if (entry.begin != entry.end)
            spans.emplace_back(entry.begin, entry.end);
    std::ranges::sort(spans);
    std::uint64_t next = 0;
    for (const auto& [begin, end] : spans) {
        if (begin != next)
            refuseTensors(source, begin < next ? "two tensors overlap" : "there is a hole between two tensors");
        next = end;
    }
    if (next != dataSize)
        refuseTensors(source, "there are bytes after the last tensor");
}

/// A file that is read from its beginning to its end.
class Bytes {
  public:
    explicit Bytes(const std::filesystem::path& path)
        : m_file(path)
        , m_left(m_file.size()) {
        if (m_left > limits::kSafeTensorsBytes)
            refuseTensors(path.string(), "it is " + std::to_string(m_left) + " bytes long; at most " +
                                             std::to_string(limits::kSafeTensorsBytes) + " are read");
    }

    std::uint64_t left() const { return m_left; }

    /// @param count at most what is left
    std::string take(std::uint64_t count) {
        std::string bytes(count, '\0');
        m_file.read(bytes.data(), count);
        m_left -= count;
        return bytes;
    }

  private:
    FileReader m_file;
    std::uint64_t m_left;
};

/// @returns the header's text, which says what the rest of `file` is
std::string takeHeader(Bytes& file, const std::string& source) {
    std::uint64_t length = 0;
    if (file.left() < kLengthBytes)
        refuseTensors(source, "it is " + std::to_string(file.left()) + " bytes long");
    std::memcpy(&length, file.take(kLengthBytes).data(), kLengthBytes);
    if (length > limits::kJsonBytes || length > file.left())
        refuseTensors(source, "its header claims " + std::to_string(length) + " bytes");
    std::string text = file.take(length);
    if (!text.starts_with('{'))
        refuseTensors(source, "its header is not a JSON object");
    return text;
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

std::string sha256(std::span<const StoredTensor> tensors) {
    Sha256 hash;
    for (const StoredTensor& tensor : tensors) {
        hash.update(tensor.name + "\n");
        for (const std::int64_t extent : tensor.shape)
            hash.update(std::to_string(extent) + "\n");
        hash.update(tensor.bytes);
    }
    return hash.hex();
}

void writeSafeTensors(const std::filesystem::path& path, const std::map<std::string, std::string>& metadata,
                      std::span<const StoredTensor> tensors, IfExists ifExists) {
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
    writeFileAtomically(path, pieces, ifExists);
}

SafeTensors readSafeTensors(const std::filesystem::path& path) {
    const std::string source = path.string();
    Bytes file(path);
    const Json header = parseJson(takeHeader(file, source), source);
    SafeTensors content;
    std::vector<Entry> entries;
    for (const auto& [name, fields] : header.items()) {
        if (name == "__metadata__")
            content.metadata = readMetadata(fields, source);
        else
            entries.push_back(readEntry(name, fields, file.left(), source));
    }
    checkCover(entries, file.left(), source);
    std::ranges::stable_sort(entries, {}, &Entry::begin);
    // Only now is memory taken for the data: all that the header says of them is true.
    content.data = std::make_shared<const std::string>(file.take(file.left()));
    for (Entry& entry : entries) {
        entry.tensor.bytes = std::string_view(*content.data).substr(entry.begin, entry.end - entry.begin);
        content.tensors.push_back(std::move(entry.tensor));
    }
    return content;
}

SafeTensors readSafeTensors(const std::filesystem::path& path, const std::string& ifDamaged) {
    try {
        return readSafeTensors(path);
    } catch (const NoPlaceError&) { // that says nothing of what is in it
        throw;
    } catch (const Error& damage) {
        if (!isSurelyThere(path))
            throw;
        throw Error(path.string(), damage.problem(), ifDamaged);
    }
}

std::map<std::string, std::string> readSafeTensorsMetadata(const std::filesystem::path& path) {
    const std::string source = path.string();
    Bytes file(path);
    const Json header = parseJson(takeHeader(file, source), source);
    return header.contains("__metadata__") ? readMetadata(header["__metadata__"], source)
                                           : std::map<std::string, std::string>();
}

void checkSchema(const std::map<std::string, std::string>& metadata, int known, const std::string& source) {
    const auto found = metadata.find("schema");
    if (found == metadata.end())
        return;
    std::int64_t schema = 0;
    const std::string& text = found->second;
    if (std::from_chars(text.data(), text.data() + text.size(), schema).ec != std::errc())
        refuseTensors(source, "its schema is \"" + text + "\"");
    checkSchema(schema, known, source);
}

} // namespace moelab
