#include "engine/resume_state.h"

#include "base/error.h"
#include "base/json.h"
#include "network/weights.h"

#include <ATen/ATen.h>

namespace moelab {
namespace {

constexpr int kSchema = 1;

NamedTensors named(const NamedTensors& like, const std::vector<at::Tensor>& tensors) {
    NamedTensors result;
    for (std::size_t i = 0; i < like.size(); ++i)
        result.emplace_back(like[i].first, tensors[i]);
    return result;
}

} // namespace

void saveResumeState(const std::filesystem::path& path, const std::filesystem::path& previous,
                     const NamedTensors& weights, const FitState& state, const Course& course) {
    TensorFile file;
    file.add("weights.", weights);
    file.add("adam.m.", named(weights, state.adam.m));
    file.add("adam.v.", named(weights, state.adam.v));
    const Json progress = {{"epoch", state.epoch},
                           {"seconds", state.seconds},
                           {"adam_steps", state.adam.steps},
                           {"best_val_loss", state.stopping.best},
                           {"best_epoch", state.stopping.bestEpoch},
                           {"patience", state.stopping.patience},
                           {"wait", state.stopping.wait},
                           {"stop", state.stopping.stop},
                           {"tensors_sha256", file.sha256()}};
    std::error_code none; // stands there after the first epoch
    std::filesystem::rename(path, previous, none);
    file.write(path, {{"schema", std::to_string(kSchema)},
                      {"fingerprint", course.fingerprint},
                      {"course", course.own},
                      {"upstream", course.upstream},
                      {"progress", progress.dump()}});
}

void loadResumeState(const std::filesystem::path& path, const NamedTensors& weights, FitState& state,
                     const std::string& wayOut) {
    const std::string source = path.string();
    const auto fail = [&](const std::string& problem) { return Error(source, problem, wayOut); };
    const SafeTensors content = readSafeTensors(path, wayOut);
    checkSchema(content.metadata, kSchema, source);
    FitState read;
    for (const auto& [name, tensor] : weights) {
        const auto plain = tensor.options().requires_grad(false);
        read.adam.m.push_back(at::empty_like(tensor, plain));
        read.adam.v.push_back(at::empty_like(tensor, plain));
    }
    std::string hash;
    try {
        const Json progress = parseJson(content.metadata.at("progress"), source);
        read.epoch = wholeNumber(progress, "epoch", source);
        read.seconds = progress.at("seconds").get<double>();
        read.adam.steps = wholeNumber(progress, "adam_steps", source);
        if (!progress.at("best_val_loss").is_null()) // infinity, while no epoch was better than none
            read.stopping.best = progress.at("best_val_loss").get<double>();
        read.stopping.bestEpoch = wholeNumber(progress, "best_epoch", source);
        read.stopping.wait = wholeNumber(progress, "wait", source);
        read.stopping.stop = progress.at("stop").get<bool>();
        hash = progress.at("tensors_sha256").get<std::string>();
    } catch (const std::out_of_range&) {
        throw fail("does not contain the progress of the stage");
    } catch (const Json::exception& problem) {
        throw fail(std::string("is damaged (") + problem.what() + ")");
    }
    NamedTensors weightsRead;
    for (const auto& [name, tensor] : weights)
        weightsRead.emplace_back(name, at::empty_like(tensor, tensor.options().requires_grad(false)));
    TensorFile check;
    for (const auto& [prefix, tensors] :
         {std::pair("weights.", weightsRead), std::pair("adam.m.", named(weights, read.adam.m)),
          std::pair("adam.v.", named(weights, read.adam.v))}) {
        readTensors(content, prefix, tensors, source);
        check.add(prefix, tensors);
    }
    if (check.sha256() != hash)
        throw fail("is damaged (its tensors do not have the hash it states)");
    for (std::size_t i = 0; i < weights.size(); ++i)
        weights[i].second.detach().copy_(weightsRead[i].second);
    state = read;
}

} // namespace moelab
