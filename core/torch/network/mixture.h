#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

namespace moelab {

/// The mixture's rule as the notebook writes it, for any number of groups: the torch twin of experiment/mix.h, for
/// training.

/// The hard switch. The notebook's "gate[0] > gate[1] picks artificial, else natural": of equals the last wins.
/// @param gate [N, groups] probabilities or logits. @returns [N] int64
at::Tensor routes(const at::Tensor& gate);

/// @param logits [N, 2 * classes] of a sub-gate. @returns [N, classes, 2], a softmax over all of them together
at::Tensor subGateWeights(const at::Tensor& logits);

/// base * weights[:, :, 0] + expert * weights[:, :, 1]; rows do not sum to 1.
/// @param base, expert [N, classes] probabilities. @param weights [N, classes, 2]. @returns [N, classes]
at::Tensor blend(const at::Tensor& base, const at::Tensor& expert, const at::Tensor& weights);

/// All of it for inference, in TorchScript: the method forward(self, x) of a module that has a method for each
/// member.
/// @param baseline, gate, experts, subGates names of the methods; the last return what subGateWeights() does
std::string mixtureScript(const std::string& baseline, const std::string& gate,
                          const std::vector<std::string>& experts, const std::vector<std::string>& subGates);

} // namespace moelab
