#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Names of what members put out (see Stage::outputs and MemberOutputs), for those that the mixture's rule
/// combines.
namespace moelab::outputs {

inline constexpr std::string_view kBaseline = "baseline";
inline constexpr std::string_view kGate = "gate";
inline constexpr std::string_view kSubGates = "sub_gates"; ///< of all groups, one after the other
inline constexpr std::string_view kMixture = "mixture";

/// @param group its position: what a group is called changes no output
inline std::string expert(std::int64_t group) { return "expert-" + std::to_string(group); }

} // namespace moelab::outputs
