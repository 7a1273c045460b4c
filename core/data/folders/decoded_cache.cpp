#include "data/folders/decoded_cache.h"

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/safetensors.h"
#include "base/sha256.h"
#include "data/catalogue.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <sstream>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEnding = ".safetensors";
/// Changes whenever the same files would be decoded to other images, or other groups be suggested.
constexpr const char* kVersion = "moelab-decoded-2";

void hashSplit(Sha256& hash, const LabelledFiles& data, const std::vector<LabelledFile>& split,
               std::size_t wanted) {
    hash.update("split " + std::to_string(std::min(wanted, split.size())) + " of " + std::to_string(split.size()) +
                "\n");
    for (const LabelledFile& image : split) {
        const TreeFile& file = data.files[image.file];
        hash.update(std::to_string(image.label) + " " + std::to_string(file.bytes) + " " +
                    std::to_string(file.changed) + " " + std::to_string(file.name.size()) + " " + file.name + "\n");
    }
}

/// Of a folder its path; of an archive, whose files have no times, its size and time, too.
std::string placeOf(const fs::path& tree) {
    std::error_code problem;
    std::string place = fs::absolute(tree, problem).lexically_normal().string() + "\n";
    if (fs::is_regular_file(tree, problem))
        place += std::to_string(fs::file_size(tree, problem)) + " " +
                 std::to_string(fs::last_write_time(tree, problem).time_since_epoch().count()) + "\n";
    return place;
}

std::string keyOf(const LabelledFiles& data, const DataOptions& options) {
    Sha256 hash;
    hash.update(std::string(kVersion) + "\n" + placeOf(data.tree));
    for (const int option : {options.imageSize, static_cast<int>(options.fit), static_cast<int>(options.colour),
                             static_cast<int>(options.unreadable)})
        hash.update(std::to_string(option) + "\n");
    for (const std::string& name : data.classNames)
        hash.update(std::to_string(name.size()) + " " + name + "\n");
    hashSplit(hash, data, data.train, options.size.train);
    hashSplit(hash, data, data.test, options.size.test);
    hashSplit(hash, data, data.validation, data.validation.size());
    return hash.hex();
}

Json reportJson(const DataSet& data) {
    Json leftOut = Json::array();
    for (const ReadReport::LeftOut& one : data.report.leftOut)
        leftOut.push_back({one.file, one.reason});
    std::string sizes; // text, as there may be more of them than values are read of one JSON
    for (const auto& [size, count] : data.report.sizes)
        sizes +=
            std::to_string(size.first) + " " + std::to_string(size.second) + " " + std::to_string(count) + "\n";
    return {{"left_out_count", data.report.leftOutCount},
            {"left_out", leftOut},
            {"sizes", sizes},
            {"resized", data.report.resized}};
}

ReadReport reportOf(const Json& json) {
    ReadReport report;
    report.leftOutCount = json.at("left_out_count");
    for (const Json& one : json.at("left_out"))
        report.leftOut.push_back({one.at(0), one.at(1)});
    std::istringstream sizes(json.at("sizes").get<std::string>());
    std::pair<int, int> size;
    for (std::size_t count = 0; sizes >> size.first >> size.second >> count;)
        report.sizes[size] = count;
    report.resized = json.at("resized");
    return report;
}

std::string_view viewOf(const auto& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof values[0]};
}

void addSplit(std::vector<StoredTensor>& tensors, const std::string& name, const ImageSet& images) {
    const auto count = static_cast<std::int64_t>(images.size());
    tensors.push_back(
        {name + ".images", "U8", {count, images.height, images.width, images.channels}, viewOf(images.pixels)});
    tensors.push_back({name + ".labels", "U16", {count}, viewOf(images.labels)});
}

const StoredTensor* tensorOf(const SafeTensors& file, const std::string& name, std::string_view type,
                             std::size_t rank, const std::string& source) {
    const auto found = std::ranges::find(file.tensors, name, &StoredTensor::name);
    if (found == file.tensors.end() || found->dtype != type || found->shape.size() != rank)
        throw Error(source, "has no " + name, "Delete it");
    return &*found;
}

ImageSet splitOf(const SafeTensors& file, const std::string& name, std::size_t classes, const std::string& source) {
    const StoredTensor& pixels = *tensorOf(file, name + ".images", "U8", 4, source);
    const StoredTensor& labels = *tensorOf(file, name + ".labels", "U16", 1, source);
    ImageSet images{static_cast<int>(pixels.shape[1]),
                    static_cast<int>(pixels.shape[2]),
                    static_cast<int>(pixels.shape[3]),
                    {},
                    {}};
    images.pixels.assign(pixels.bytes.begin(), pixels.bytes.end());
    images.labels.resize(static_cast<std::size_t>(labels.shape[0]));
    std::copy(labels.bytes.begin(), labels.bytes.end(), reinterpret_cast<char*>(images.labels.data()));
    const bool known = std::ranges::all_of(images.labels, [&](std::uint16_t label) { return label < classes; });
    if (pixels.shape[0] != labels.shape[0] || !known)
        throw Error(source, "has labels that do not fit", "Delete it");
    return images;
}

DataSet readEntry(const fs::path& path) {
    const SafeTensors file = readSafeTensors(path);
    const auto text = [&](const char* key) {
        const auto found = file.metadata.find(key);
        return found == file.metadata.end() ? std::string() : found->second;
    };
    if (sha256(file.tensors) != text("sha256"))
        throw Error(path.string(), "is damaged", "Delete it");
    DataSet data;
    const Json about = parseJson(text("about"), path.string());
    data.source.name = about.at("name");
    data.classNames = about.at("classes").get<std::vector<std::string>>();
    for (const Json& group : about.at("groups"))
        data.suggestedGroups.push_back({group.at(0), group.at(1).get<std::vector<int>>()});
    data.report = reportOf(about.at("report"));
    data.train = splitOf(file, "train", data.classNames.size(), path.string());
    data.test = splitOf(file, "test", data.classNames.size(), path.string());
    if (about.at("validation").get<bool>())
        data.validation = splitOf(file, "validation", data.classNames.size(), path.string());
    return data;
}

void writeEntry(const fs::path& path, const DataSet& data) {
    std::vector<StoredTensor> tensors;
    addSplit(tensors, "train", data.train);
    addSplit(tensors, "test", data.test);
    if (data.validation)
        addSplit(tensors, "validation", *data.validation);
    Json groups = Json::array();
    for (const ClassGroup& group : data.suggestedGroups)
        groups.push_back({group.name, group.classes});
    const Json about = {{"name", data.source.name},
                        {"classes", data.classNames},
                        {"groups", groups},
                        {"report", reportJson(data)},
                        {"validation", data.validation.has_value()}};
    writeSafeTensors(path, {{"about", about.dump()}, {"sha256", sha256(tensors)}}, tensors);
}

std::uint64_t bytesOf(const DataSet& data) {
    return data.train.pixels.size() + data.test.pixels.size() +
           (data.validation ? data.validation->pixels.size() : 0);
}

/// Takes away those that were not used for longest.
void bound(const fs::path& folder) {
    struct Entry {
        fs::file_time_type used;
        std::uint64_t bytes;
        fs::path path;
    };
    const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours(24);
    std::vector<Entry> entries;
    std::uint64_t bytes = 0;
    std::error_code problem;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        std::error_code ignored;
        if (isTemporaryFile(entry->path()) && entry->last_write_time(ignored) < yesterday)
            fs::remove(entry->path(), ignored); // of a program that was killed
        if (entry->path().extension() != kEnding)
            continue;
        entries.push_back({entry->last_write_time(ignored), entry->file_size(ignored), entry->path()});
        bytes += entries.back().bytes;
    }
    std::ranges::sort(entries, {}, &Entry::used);
    for (const Entry& entry : entries) {
        if (bytes <= limits::kDecodedCacheBytes)
            return;
        fs::remove(entry.path, problem);
        bytes -= entry.bytes;
    }
}

} // namespace

DecodedCache::DecodedCache(const LabelledFiles& files, const DataOptions& options) {
    try {
        m_file = cacheFolder() / "decoded" / (keyOf(files, options) + kEnding);
    } catch (const Error&) { // nobody's home
    }
}

std::optional<DataSet> DecodedCache::read() const {
    if (m_file.empty() || !isThere(m_file))
        return std::nullopt;
    try {
        DataSet data = readEntry(m_file);
        std::error_code ignored;
        fs::last_write_time(m_file, fs::file_time_type::clock::now(), ignored); // used
        return data;
    } catch (const std::exception& problem) {
        spdlog::warn("decoded again, since what was kept of it cannot be used: {}", problem.what());
        std::error_code ignored;
        fs::remove(m_file, ignored);
        return std::nullopt;
    }
}

void DecodedCache::keep(const DataSet& data) const {
    if (m_file.empty() || bytesOf(data) > limits::kDecodedCacheBytes)
        return;
    try {
        makeFolder(m_file.parent_path());
        writeEntry(m_file, data);
        bound(m_file.parent_path());
    } catch (const std::exception& problem) {
        spdlog::info("not kept for the next time: {}", problem.what());
    }
}

} // namespace moelab
