#include "network/dropout.h"

#include "base/random.h"
#include "network/dropout_mask.h"

#include <ATen/ATen.h>

namespace moelab {
std::uint64_t Dropout::nextMask() { return mix(m_seed, m_calls++); }

at::Tensor Dropout::apply(const at::Tensor& x, double rate) {
    const std::uint64_t seed = nextMask();
    const double scale = 1 / (1 - rate);
    const bool full = x.scalar_type() == at::kFloat;
    at::Tensor mask = at::empty_like(x, x.options().device(at::kCPU).dtype(at::kFloat).requires_grad(false));
    fillDropoutMask(mask.data_ptr<float>(), 0, mask.numel(), rate, full ? static_cast<float>(scale) : 1, seed);
    mask = mask.to(x.device(), x.scalar_type());
    // A bf16 mask could not hold 4/3: the mean would drift by 0.2 % a layer.
    return full ? x * mask : x * mask * scale;
}

} // namespace moelab
