#pragma once

#include "network/network.h"

#include <ATen/ATen.h>

#include <vector>

/// Weights that Python can write down too.
namespace fixture {

inline void setValues(const at::Tensor& target, const std::vector<float>& values) {
    target.detach().copy_(at::tensor(values).reshape(target.sizes()));
}

/// Element k of the network's tensor t becomes ((7 k + 3 t) mod 11 - 5) / 8, k in C order: exact in float.
inline void fillByFormula(const moelab::Network& network) {
    int t = 0;
    for (const auto& [name, tensor] : network.weights()) {
        std::vector<float> values;
        for (int k = 0; k < tensor.numel(); ++k)
            values.push_back(static_cast<float>((7 * k + 3 * t) % 11 - 5) / 8);
        setValues(tensor, values);
        ++t;
    }
}

} // namespace fixture
