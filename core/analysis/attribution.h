#pragma once

#include "data/class_groups.h"
#include "experiment/member_outputs.h"

#include <array>
#include <cstdint>
#include <vector>

namespace moelab {

/// Outcome of a test image in the mixture. A wrong prediction has exactly one cause: the first of the four that
/// applies.
enum class Outcome {
    Right,           ///< baseline and mixture are correct
    Saved,           ///< the baseline is wrong, the mixture is correct
    Gate,            ///< wrong; routed to its own group the prediction would be correct
    Blend,           ///< wrong; the baseline or its own group's expert is correct, their combination is not
    Members,         ///< wrong; correctly routed, but neither the baseline nor the expert is correct
    MisroutedMembers ///< the same of the baseline and its own group's expert, but sent to another group
};
inline constexpr std::array kErrorCauses = {Outcome::Gate, Outcome::Blend, Outcome::Members,
                                            Outcome::MisroutedMembers};

struct OutcomeCounts {
    std::array<std::int64_t, 6> counts{}; ///< by Outcome

    std::int64_t& operator[](Outcome outcome) { return counts[static_cast<std::size_t>(outcome)]; }
    std::int64_t operator[](Outcome outcome) const { return counts[static_cast<std::size_t>(outcome)]; }
    std::int64_t images() const;
    /// @returns the sum over the four causes
    std::int64_t errors() const;
};

/// Why a mixture errs, and what it saved.
struct Attribution {
    std::vector<Outcome> outcomes;      ///< [images]
    std::vector<OutcomeCounts> classes; ///< [classes] by the true class
    OutcomeCounts all;
};

/// @param groups those the outputs were made with. @throws Error if a member is not trained
Attribution attribute(const MemberOutputs& outputs, const ClassGroups& groups);

} // namespace moelab
