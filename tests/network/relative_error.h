#pragma once

#include <ATen/ATen.h>

namespace fixture {

/// In the Euclidean norm. @param exact in double
inline double relativeError(const at::Tensor& found, const at::Tensor& exact) {
    return ((found.detach().to(at::kDouble) - exact.detach()).norm() / exact.detach().norm()).item<double>();
}

} // namespace fixture
