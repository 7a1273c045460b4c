#include "experiment/member_outputs.h"

#include "base/error.h"
#include "base/safetensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <string_view>
#include <utility>

namespace moelab {
namespace {

constexpr int kOutputsSchema = 1;

template <class T>
std::string_view bytesOf(const std::vector<T>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

template <class T>
std::vector<T> valuesOf(std::string_view bytes) {
    std::vector<T> values(bytes.size() / sizeof(T));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
    return values;
}

constexpr std::string_view kExperts = "experts"; ///< in a file, all of them in one array

/// An untrained one is NaN.
std::vector<float> joinedExperts(const MemberOutputs& values) {
    const auto width = static_cast<std::size_t>(values.images * values.classes);
    std::vector<float> all;
    for (std::int64_t group = 0; group < values.groups; ++group) {
        const std::vector<float>& expert = values.expert(group);
        all.insert(all.end(), expert.begin(), expert.end());
        if (expert.empty())
            all.insert(all.end(), width, std::numeric_limits<float>::quiet_NaN());
    }
    return all;
}

void splitExperts(std::string_view bytes, MemberOutputs& values) {
    const std::size_t each = bytes.size() / static_cast<std::size_t>(values.groups);
    for (std::int64_t group = 0; group < values.groups; ++group) {
        std::vector<float> expert = valuesOf<float>(bytes.substr(static_cast<std::size_t>(group) * each, each));
        if (!std::isnan(expert.front()))
            values.arrays[outputs::expert(group)] = std::move(expert);
    }
}

/// The arrays that the mixture's rule combines, and what comes of it, in the order of a file.
constexpr std::string_view kRuled[] = {outputs::kBaseline, outputs::kGate, kExperts, outputs::kSubGates,
                                       outputs::kMixture};

bool isExpert(std::string_view name, std::int64_t groups) {
    for (std::int64_t group = 0; group < groups; ++group)
        if (name == outputs::expert(group))
            return true;
    return false;
}

/// @param size of the array, which tells the width of a member that the rule does not combine
std::vector<std::int64_t> shapeOf(std::string_view name, const MemberOutputs& values, std::size_t size) {
    if (name == outputs::kGate)
        return {values.images, values.groups};
    if (name == kExperts)
        return {values.groups, values.images, values.classes};
    if (name == outputs::kSubGates)
        return {values.groups, values.images, values.classes, 2};
    if (name == outputs::kBaseline || name == outputs::kMixture)
        return {values.images, values.classes};
    return {values.images, static_cast<std::int64_t>(size) / values.images};
}

} // namespace

const std::vector<float>& MemberOutputs::of(std::string_view name) const {
    static const std::vector<float> none;
    const auto found = arrays.find(name);
    return found == arrays.end() ? none : found->second;
}

void saveOutputs(const std::filesystem::path& path, const MemberOutputs& values,
                 const std::map<std::string, std::string>& metadata) {
    const std::vector<float> experts = joinedExperts(values);
    std::vector<StoredTensor> tensors = {{"labels", "I64", {values.images}, bytesOf(values.labels)}};
    const auto add = [&](const std::string& name, const std::vector<float>& array) {
        if (!array.empty())
            tensors.push_back({name, "F32", shapeOf(name, values, array.size()), bytesOf(array)});
    };
    for (const std::string_view name : kRuled) // an order of their own, which files have had from the beginning
        add(std::string(name), name == kExperts ? experts : values.of(name));
    for (const auto& [name, array] : values.arrays)
        if (std::ranges::find(kRuled, name) == std::end(kRuled) && !isExpert(name, values.groups))
            add(name, array);
    std::map<std::string, std::string> all = metadata;
    all["schema"] = std::to_string(kOutputsSchema);
    writeSafeTensors(path, all, tensors);
}

MemberOutputs loadOutputs(const std::filesystem::path& path, std::map<std::string, std::string>* metadata) {
    const std::string source = path.string();
    SafeTensors content = readSafeTensors(path);
    checkSchema(content.metadata, kOutputsSchema, source);
    content.metadata.erase("schema");
    const auto experts = std::ranges::find(content.tensors, kExperts, &StoredTensor::name);
    if (experts == content.tensors.end() || experts->shape.size() != 3 || experts->dtype != "F32" ||
        experts->bytes.empty())
        throw Error(source, "holds no tensor \"experts\" [groups, images, classes]",
                    "Delete it; it is computed again from the trained members");
    MemberOutputs values;
    values.groups = experts->shape[0];
    values.images = experts->shape[1];
    values.classes = experts->shape[2];
    values.labels = valuesOf<std::int64_t>(content.find("labels", "I64", std::vector{values.images}, source).bytes);
    for (const std::int64_t label : values.labels)
        if (label < 0 || label >= values.classes)
            throw Error(source,
                        "holds the label " + std::to_string(label) + "; its classes are 0 to " +
                            std::to_string(values.classes - 1),
                        "Delete it; it is computed again from the trained members");
    splitExperts(experts->bytes, values);
    for (const StoredTensor& tensor : content.tensors) {
        if (tensor.name == kExperts || tensor.dtype != "F32")
            continue;
        const auto shape = shapeOf(tensor.name, values, tensor.bytes.size() / sizeof(float));
        values.arrays[tensor.name] = valuesOf<float>(content.find(tensor.name, "F32", shape, source).bytes);
    }
    if (metadata)
        *metadata = content.metadata;
    return values;
}

} // namespace moelab
