#include "experiment/member_outputs.h"

#include "base/error.h"
#include "base/safetensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

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

/// All experts in one array; an untrained one is NaN.
std::vector<float> joined(const MemberOutputs& outputs) {
    const auto width = static_cast<std::size_t>(outputs.images * outputs.classes);
    std::vector<float> all;
    for (const std::vector<float>& expert : outputs.experts) {
        all.insert(all.end(), expert.begin(), expert.end());
        if (expert.empty())
            all.insert(all.end(), width, std::numeric_limits<float>::quiet_NaN());
    }
    return all;
}

std::vector<std::vector<float>> split(const std::vector<float>& all, std::size_t groups) {
    std::vector<std::vector<float>> experts(groups);
    const std::size_t width = all.size() / groups;
    for (std::size_t group = 0; group < groups; ++group) {
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(group * width);
        if (!std::isnan(*begin))
            experts[group].assign(begin, begin + static_cast<std::ptrdiff_t>(width));
    }
    return experts;
}

/// @returns [mutable or not] the arrays of a stage
template <class Outputs>
auto arraysIn(Outputs& outputs, const Stage& stage) {
    std::vector<decltype(&outputs.mixture)> arrays;
    if (stage.isMixture)
        arrays = {&outputs.mixture, &outputs.subGates};
    else if (stage.targets == Targets::Groups)
        arrays = {&outputs.gate};
    else if (stage.group < 0)
        arrays = {&outputs.baseline};
    else if (static_cast<std::size_t>(stage.group) < outputs.experts.size())
        arrays = {&outputs.experts[static_cast<std::size_t>(stage.group)]};
    return arrays;
}

} // namespace

std::vector<std::vector<float>*> arraysOf(MemberOutputs& outputs, const Stage& stage) {
    return arraysIn(outputs, stage);
}

std::vector<const std::vector<float>*> arraysOf(const MemberOutputs& outputs, const Stage& stage) {
    return arraysIn(outputs, stage);
}

void saveOutputs(const std::filesystem::path& path, const MemberOutputs& outputs,
                 const std::map<std::string, std::string>& metadata) {
    const std::int64_t n = outputs.images;
    const std::int64_t c = outputs.classes;
    const std::int64_t k = outputs.groups;
    const std::vector<float> experts = joined(outputs);
    std::vector<StoredTensor> tensors = {{"labels", "I64", {n}, bytesOf(outputs.labels)}};
    const auto add = [&](const char* name, std::vector<std::int64_t> shape, const std::vector<float>& values) {
        if (!values.empty())
            tensors.push_back({name, "F32", std::move(shape), bytesOf(values)});
    };
    add("baseline", {n, c}, outputs.baseline);
    add("gate", {n, k}, outputs.gate);
    add("experts", {k, n, c}, experts);
    add("sub_gates", {k, n, c, 2}, outputs.subGates);
    add("mixture", {n, c}, outputs.mixture);
    std::map<std::string, std::string> all = metadata;
    all["schema"] = std::to_string(kOutputsSchema);
    writeSafeTensors(path, all, tensors);
}

MemberOutputs loadOutputs(const std::filesystem::path& path, std::map<std::string, std::string>* metadata) {
    const std::string source = path.string();
    SafeTensors content = readSafeTensors(path);
    checkSchema(content.metadata, kOutputsSchema, source);
    content.metadata.erase("schema");
    const auto experts = std::ranges::find(content.tensors, "experts", &StoredTensor::name);
    if (experts == content.tensors.end() || experts->shape.size() != 3 || experts->dtype != "F32" ||
        experts->bytes.empty())
        throw Error(source, "holds no tensor \"experts\" [groups, images, classes]",
                    "Delete it; it is computed again from the trained members");
    MemberOutputs outputs;
    outputs.groups = experts->shape[0];
    outputs.images = experts->shape[1];
    outputs.classes = experts->shape[2];
    const std::int64_t n = outputs.images;
    const std::int64_t c = outputs.classes;
    const std::int64_t k = outputs.groups;
    const auto read = [&](const char* name, std::vector<std::int64_t> shape) {
        if (std::ranges::find(content.tensors, name, &StoredTensor::name) == content.tensors.end())
            return std::vector<float>();
        return valuesOf<float>(content.find(name, "F32", shape, source).bytes);
    };
    outputs.labels = valuesOf<std::int64_t>(content.find("labels", "I64", std::vector{n}, source).bytes);
    for (const std::int64_t label : outputs.labels)
        if (label < 0 || label >= c)
            throw Error(source,
                        "holds the label " + std::to_string(label) + ", its classes are 0 to " +
                            std::to_string(c - 1),
                        "Delete it; it is computed again from the trained members");
    outputs.baseline = read("baseline", {n, c});
    outputs.gate = read("gate", {n, k});
    outputs.experts = split(valuesOf<float>(experts->bytes), static_cast<std::size_t>(k));
    outputs.subGates = read("sub_gates", {k, n, c, 2});
    outputs.mixture = read("mixture", {n, c});
    if (metadata)
        *metadata = content.metadata;
    return outputs;
}

} // namespace moelab
