#pragma once

#include "plan/output_names.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// Outputs of every member for every image, by the names that the stages give them (see Stage::outputs): the arrays
/// that all analysis reads. C order, probabilities. Of a member that is not trained there is none.
struct MemberOutputs {
    std::int64_t images = 0;
    std::int64_t classes = 10;
    std::int64_t groups = 2;
    std::vector<std::int64_t> labels; ///< [images] true class; empty of pictures that have none
    std::map<std::string, std::vector<float>, std::less<>> arrays; ///< [images, width]

    /// Empty if it is not there.
    const std::vector<float>& of(std::string_view name) const;

    const std::vector<float>& baseline() const { return of(outputs::kBaseline); } ///< [images, classes]
    const std::vector<float>& gate() const { return of(outputs::kGate); }         ///< [images, groups]
    /// [images, classes]; every expert on every image
    const std::vector<float>& expert(std::int64_t group) const { return of(outputs::expert(group)); }
    const std::vector<float>& subGates() const { return of(outputs::kSubGates); } ///< [groups, images, classes, 2]
    /// [images, classes]; rows do not sum to 1
    const std::vector<float>& mixture() const { return of(outputs::kMixture); }

    std::span<const float> row(std::span<const float> array, std::int64_t image, std::int64_t width) const {
        return array.subspan(static_cast<std::size_t>(image * width), static_cast<std::size_t>(width));
    }
};

/// safetensors with the tensors labels [N], baseline [N, 10], gate [N, K], experts [K, N, 10], sub_gates
/// [K, N, 10, 2] and mixture [N, 10], and others by their names [N, width]; what is not trained is absent, an
/// untrained expert NaN.
void saveOutputs(const std::filesystem::path& path, const MemberOutputs& outputs,
                 const std::map<std::string, std::string>& metadata);

/// @param metadata the file's, if not null. @throws Error naming the file
MemberOutputs loadOutputs(const std::filesystem::path& path, std::map<std::string, std::string>* metadata);

} // namespace moelab
