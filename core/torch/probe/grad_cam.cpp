#include "probe/grad_cam.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

namespace moelab {

using at::Tensor;

Tensor gradCam(const Network& network, const Tensor& image, std::int64_t answer) {
    const Tensor activations = network.lastConvolution(image).detach().requires_grad_(true);
    const Tensor logit = network.logitsAfter(activations).select(1, answer).sum();
    const Tensor gradient = torch::autograd::grad({logit}, {activations}).front();
    const Tensor weights = gradient.mean({2, 3}, /*keepdim=*/true);
    const Tensor sum = (weights * activations.detach()).sum(1, /*keepdim=*/true).relu();
    const Tensor map = at::upsample_bilinear2d(sum, {image.size(2), image.size(3)}, /*align_corners=*/false)[0][0];
    const Tensor largest = map.max();
    return largest.item<float>() > 0 ? map / largest : map;
}

} // namespace moelab
