#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace moelab {

/// How the outputs of the members become those of the mixture: which experts an image goes to, and how their
/// outputs are combined with the baseline's. Per image n and class c, summed over the groups k: R[n, k] * (W[k, n,
/// c, 0] * baseline[n, c] + W[k, n, c, 1] * expert[k, n, c]). The default is the mixture as trained;
/// counterfactuals and ablations are other rules over the same outputs.
struct MixtureRule {
    /// R
    enum class Routing {
        Hard, ///< to the group that the gate prefers, the last of equals (the notebook's "gate[0] > gate[1]
              ///< picks artificial, else natural")
        Soft, ///< to every group, weighted by the gate's probabilities
        Even, ///< to every group, with equal weights: the gate switched off
        Own,  ///< to the group of the true class: a perfect gate
        Fixed ///< to `group`, whatever the image
    };
    Routing routing = Routing::Hard;
    std::int64_t group = 0;
    /// W[..., 1], in 0..1, for every class; W[..., 0] is what is left of 1. None: the sub-gates' weights, as
    /// trained. 0 is the baseline alone, 1 the expert alone, 0.5 the sub-gates switched off.
    std::optional<double> expertShare = {};
    bool baselineOn = true;           ///< off: its outputs count as 0
    std::vector<bool> expertsOn = {}; ///< [groups], off: its outputs count as 0; empty: all are on

    bool operator==(const MixtureRule&) const = default;
};

} // namespace moelab
