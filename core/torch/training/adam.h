#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace moelab {

/// Adam as Keras 2.14 computes it: w -= m * rate * sqrt(1 - b2^t) / (1 - b1^t) / (sqrt(v) + 1e-7), with
/// b1 = 0.9 and b2 = 0.999. (LibTorch's own adds epsilon after the bias correction, which drifts away.)
class Adam {
  public:
    Adam(std::vector<at::Tensor> parameters, double learningRate);

    /// One update from the parameters' gradients, which are freed. A parameter without one counts as zero gradient,
    /// as in Keras, where a gradient that no image reached is a tensor of zeros.
    void step();

    /// What a continued stage needs beside the weights, in the order of the parameters.
    struct State {
        std::int64_t steps = 0;
        std::vector<at::Tensor> m;
        std::vector<at::Tensor> v;
    };
    State& state() { return m_state; }

  private:
    std::vector<at::Tensor> m_parameters;
    State m_state;
    double m_learningRate;
};

} // namespace moelab
