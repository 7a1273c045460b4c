#pragma once

#include "plan/stage.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace moelab {

/// Outputs of every member for every image: the arrays that all analysis reads. C order, probabilities.
/// A member that is not trained has an empty array.
struct MemberOutputs {
    std::int64_t images = 0;
    std::int64_t classes = 10;
    std::int64_t groups = 2;
    std::vector<std::int64_t> labels;        ///< [images] true class; empty of pictures that have none
    std::vector<float> baseline;             ///< [images, classes]
    std::vector<float> gate;                 ///< [images, groups]
    std::vector<std::vector<float>> experts; ///< [groups] of [images, classes]; every expert on every image
    std::vector<float> subGates;             ///< [groups, images, classes, 2]
    std::vector<float> mixture;              ///< [images, classes]; rows do not sum to 1

    std::span<const float> row(std::span<const float> array, std::int64_t image, std::int64_t width) const {
        return array.subspan(static_cast<std::size_t>(image * width), static_cast<std::size_t>(width));
    }
};

/// The arrays of what a stage trains, none of them empty where it is trained: its member's outputs, and, last, of
/// the mixture the sub-gates' weights.
std::vector<std::vector<float>*> arraysOf(MemberOutputs& outputs, const Stage& stage);
std::vector<const std::vector<float>*> arraysOf(const MemberOutputs& outputs, const Stage& stage);

/// safetensors with the tensors labels [N], baseline [N, 10], gate [N, K], experts [K, N, 10], sub_gates
/// [K, N, 10, 2] and mixture [N, 10]; what is not trained is absent, an untrained expert NaN.
void saveOutputs(const std::filesystem::path& path, const MemberOutputs& outputs,
                 const std::map<std::string, std::string>& metadata);

/// @param metadata the file's, if not null. @throws Error naming the file
MemberOutputs loadOutputs(const std::filesystem::path& path, std::map<std::string, std::string>* metadata);

} // namespace moelab
