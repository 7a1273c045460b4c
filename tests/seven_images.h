#pragma once

#include "data/class_groups.h"
#include "experiment/member_outputs.h"

/// Seven images of three classes in two groups, worked through by hand. All sub-gate weights are 0.5, so that a
/// route answers with the largest of baseline + expert.
///
/// image  label  route  baseline  expert-left  expert-right  mixture  on its own route   so the outcome is
/// 0      0      left   0         0            2             0        0                  Right
/// 1      1      left   0         1            2             1        1                  Saved
/// 2      1      right  1         1            2             2        1                  Gate
/// 3      0      left   0         1            2             1        1                  Blend, the baseline has it
/// 4      2      right  0         0            2             0        0                  Blend, the expert has it
/// 5      2      right  0         2            1             0        0                  Members
/// 6      0      right  1         1            2             2        1                  MisroutedMembers
/// On the left route image 5 is answered 2, image 4 is answered 0; on the right route images 0, 1 and 3 are 2.
namespace seven {

inline const moelab::ClassGroups kGroups = {{"left", {0, 1}}, {"right", {2}}};

inline moelab::MemberOutputs outputs() {
    moelab::MemberOutputs outputs;
    outputs.images = 7;
    outputs.classes = 3;
    outputs.groups = 2;
    outputs.labels = {0, 1, 1, 0, 2, 2, 0};
    outputs.arrays["baseline"] = {0.8F,  0.1F, 0.1F, 0.5F, 0.3F, 0.2F, 0.3F, 0.4F, 0.3F, 0.4F, 0.35F,
                                  0.25F, 0.5F, 0.1F, 0.4F, 0.9F, 0.0F, 0.1F, 0.2F, 0.7F, 0.1F};
    outputs.arrays["gate"] = {1, 0, 0.75F, 0.25F, 0, 1, 0.75F, 0.25F, 0, 1, 0.25F, 0.75F, 0, 1};
    outputs.arrays["expert-0"] = {0.6F, 0.4F, 0, 0.1F, 0.9F, 0, 0, 1,    0,    0.2F, 0.8F,
                                  0,    1,    0, 0,    0,    0, 1, 0.3F, 0.7F, 0};
    outputs.arrays["expert-1"] = {0, 0,     1,    0,     0,    1,    0,    0, 1, 0, 0,
                                  1, 0.42F, 0.1F, 0.48F, 0.1F, 0.7F, 0.2F, 0, 0, 1};
    outputs.arrays["sub_gates"].assign(2 * 7 * 3 * 2, 0.5F);
    const std::int64_t route[] = {0, 0, 1, 0, 1, 1, 1};
    for (std::size_t image = 0; image < 7; ++image)
        for (std::size_t at = image * 3; at < image * 3 + 3; ++at)
            outputs.arrays["mixture"].push_back((outputs.baseline()[at] + outputs.expert(route[image])[at]) / 2);
    return outputs;
}

} // namespace seven
