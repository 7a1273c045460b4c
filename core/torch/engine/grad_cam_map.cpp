#include "engine/grad_cam_map.h"

#include "engine/stage_trainer.h"
#include "probe/grad_cam.h"
#include "training/classifier.h"
#include "training/subset.h"

#include <ATen/ATen.h>

namespace moelab {

HeatMap computeGradCam(const RunContext& context, const Stage& stage, const ImageSet& picture,
                       std::int64_t answer) {
    const Network network = std::move(loadMembers(context, stage).front());
    const at::Tensor pixels = allOf(picture).pixels(at::zeros({1}, at::kLong));
    const at::Tensor image = toInput(pixels, computeFor(context.parameters).device);
    const at::Tensor map = gradCam(network, image, answer).to(at::kCPU).contiguous();
    return {picture.height, picture.width, {map.data_ptr<float>(), map.data_ptr<float>() + map.numel()}};
}

} // namespace moelab
