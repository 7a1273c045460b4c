#include "training/adam.h"

#include "training/adam_step.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

namespace moelab {
namespace {

using at::Tensor;

void updateOnCpu(Tensor& w, Tensor& m, Tensor& v, const Tensor& g, float rate) {
    float* const weights = w.data_ptr<float>();
    float* const first = m.data_ptr<float>();
    float* const second = v.data_ptr<float>();
    const float* const gradient = g.data_ptr<float>();
    at::parallel_for(0, w.numel(), 1 << 15, [&](std::int64_t begin, std::int64_t end) {
        adamStep(weights + begin, first + begin, second + begin, gradient + begin, end - begin, rate);
    });
}

void updateAnywhere(Tensor& w, Tensor& m, Tensor& v, const Tensor& g, double rate) {
    m.lerp_(g, 1 - kBeta1);
    v.lerp_(g * g, 1 - kBeta2);
    w.addcdiv_(m, v.sqrt().add_(kEpsilon), -rate);
}

} // namespace

Adam::Adam(std::vector<Tensor> parameters, double learningRate)
    : m_parameters(std::move(parameters))
    , m_learningRate(learningRate) {
    for (const Tensor& parameter : m_parameters) {
        m_state.m.push_back(at::zeros_like(parameter, parameter.options().requires_grad(false)));
        m_state.v.push_back(at::zeros_like(parameter, parameter.options().requires_grad(false)));
    }
}

void Adam::step() {
    at::NoGradGuard noGradient;
    const auto t = static_cast<double>(++m_state.steps);
    const double rate = m_learningRate * std::sqrt(1 - std::pow(kBeta2, t)) / (1 - std::pow(kBeta1, t));
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        Tensor& w = m_parameters[i];
        const Tensor g = w.grad().defined() ? w.grad().contiguous() : at::zeros_like(w);
        if (w.is_cpu())
            updateOnCpu(w, m_state.m[i], m_state.v[i], g, static_cast<float>(rate));
        else
            updateAnywhere(w, m_state.m[i], m_state.v[i], g, rate);
        w.mutable_grad() = Tensor();
    }
}

} // namespace moelab
