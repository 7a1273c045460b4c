#pragma once

#include "data/builtin.h"
#include "network/network.h"
#include "training/subset.h"

#include <cmath>
#include <numeric>
#include <vector>

/// Networks small enough to train within a test.
namespace fixture {

inline moelab::NetworkSpec smallClassifier(int outputs, double dropout) {
    using enum moelab::LayerKind;
    return {{Convolution, "conv1", 4, 0, true}, {MaxPool, "pool1"},
            {Dropout, "drop1", 0, dropout / 2}, {Flatten, "flatten"},
            {Dense, "dense1", 16, 0, true},     {Dropout, "drop2", 0, dropout},
            {Dense, "dense2", outputs}};
}

inline moelab::NetworkSpec smallSubGate(double dropout) {
    using enum moelab::LayerKind;
    return {
        {Flatten, "flatten"}, {Dense, "dense1", 8, 0, true}, {Dropout, "drop1", 0, dropout}, {Dense, "dense2", 20}};
}

inline moelab::Network networkOf(moelab::NetworkSpec spec, std::uint64_t seed) {
    moelab::Network network(std::move(spec), {});
    network.initialise(seed);
    return network;
}

inline std::vector<std::int64_t> firstOf(std::size_t count) {
    std::vector<std::int64_t> images(count);
    std::iota(images.begin(), images.end(), 0);
    return images;
}

inline moelab::Subset wholeSet(const moelab::ImageSet& set) {
    return moelab::Subset(set, firstOf(set.size()), [](int cls) { return cls; });
}

/// Copies of a network's weights.
inline std::vector<at::Tensor> weightsOf(const moelab::NamedTensors& weights) {
    std::vector<at::Tensor> copies;
    for (const auto& [name, tensor] : weights)
        copies.push_back(tensor.detach().clone());
    return copies;
}

inline bool same(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) {
    bool equal = a.size() == b.size();
    for (std::size_t i = 0; equal && i < a.size(); ++i)
        equal = at::equal(a[i], b[i]);
    return equal;
}

/// exp(x) / sum exp(x) of row `row` of [N, n], in double and without LibTorch's softmax.
inline std::vector<double> softmaxOf(const at::Tensor& logits, std::int64_t row) {
    std::vector<double> shares;
    for (std::int64_t k = 0; k < logits.size(1); ++k)
        shares.push_back(std::exp(logits[row][k].item<double>()));
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares)
        share /= sum;
    return shares;
}

} // namespace fixture
