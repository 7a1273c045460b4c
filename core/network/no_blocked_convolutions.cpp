// In place of blocked_convolutions.cpp where moelab is built without oneDNN 2.
#include "base/error.h"
#include "network/blocked_convolutions.h"

#include <ATen/ATen.h>

namespace moelab {

bool hasBlockedConvolutions(ConvolutionAlgorithm) { return false; }

at::Tensor blockedConvolutions(std::span<const Layer>, const std::vector<at::Tensor>&, const at::Tensor&, Dropout*,
                               ConvolutionAlgorithm) {
    throw Error("convolution", "needs oneDNN 2, which this moelab was built without", "Give \"libtorch\"");
}

} // namespace moelab
