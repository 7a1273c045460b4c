#include "config/network_spec.h"

#include "base/error.h"
#include "base/printable.h"
#include "config/layer_names.h"
#include "config/network_presets.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace moelab {
namespace {

constexpr int kMostUnits = 8192;
constexpr std::size_t kMostLayers = 1000;
constexpr int kDeepest = 16;
constexpr long long kMostParameters = 500'000'000; // 2 GB; Adam keeps three times as many numbers

constexpr const char* kForm =
    R"(Give the name of a preset, or layers as [{"layer": "convolution", "channels": 32}, ...])";

/// A value as a message quotes it.
std::string textOf(const Json& value) {
    return printable(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// Reads a network; knows where in the tree it is.
class Reader {
  public:
    explicit Reader(const std::string& subject)
        : m_subject(subject) {}

    NetworkSpec read(const Json& json) {
        NetworkSpec network = layers(json, 0);
        if (network.empty() || network.back().kind != LayerKind::Dense || network.back().units != 0)
            throw Error(m_subject, "does not end with its outputs",
                        R"(Let the last layer be {"layer": "dense", "units": "outputs"})");
        if (m_outputs != 1)
            throw Error(m_subject, "has outputs before its last layer", R"(Only the last layer has "outputs")");
        if (network.back().relu)
            refuse(R"(has "activation": "relu")",
                   "The last layer is linear: its outputs are the logits of a softmax");
        nameLayers(network);
        return network;
    }

  private:
    std::vector<Layer> layers(const Json& json, int depth) {
        if (!json.is_array())
            throw Error(where(), "is " + textOf(json), kForm);
        if (depth > kDeepest)
            refuse("is nested too deeply",
                   "At most " + std::to_string(kDeepest) + " residual blocks within each other");
        std::vector<Layer> found;
        for (const Json& each : json) {
            if (++m_layers > kMostLayers)
                throw Error(m_subject, "has more than " + std::to_string(kMostLayers) + " layers",
                            "Leave some out");
            found.push_back(layer(each, depth));
        }
        return found;
    }

    Layer layer(const Json& json, int depth) {
        m_kind.clear();
        if (!json.is_object() || !json.contains("layer") || !json["layer"].is_string())
            refuse("has no \"layer\"", kForm);
        m_kind = json["layer"].get<std::string>();
        m_known = {"layer"};
        Layer made{kindOf(m_kind), {}};
        switch (made.kind) {
        case LayerKind::Convolution:
            made.units = units(json, "channels");
            made.relu = hasRelu(json, true);
            break;
        case LayerKind::Dense:
            made.units = units(json, "units");
            made.relu = hasRelu(json, made.units != 0);
            break;
        case LayerKind::Dropout:
            made.rate = rate(json);
            break;
        case LayerKind::Residual:
            made.body = body(json, depth);
            break;
        case LayerKind::Relu:
        case LayerKind::MaxPool:
        case LayerKind::Flatten:
            break;
        }
        for (const auto& [key, value] : json.items())
            if (std::ranges::find(m_known, key) == m_known.end())
                refuse("has no \"" + printable(key) + "\"", "Leave it out");
        return made;
    }

    LayerKind kindOf(const std::string& name) const {
        for (const LayerKind kind : kLayerKinds)
            if (name == keyOf(kind))
                return kind;
        std::string names;
        for (const LayerKind kind : kLayerKinds)
            names += (names.empty() ? "" : ", ") + std::string(keyOf(kind));
        refuse("is none of the layers", "There are " + names);
    }

    int units(const Json& json, const char* key) {
        const Json value = take(json, key);
        if (m_kind == keyOf(LayerKind::Dense) && value == "outputs") {
            ++m_outputs;
            return 0;
        }
        if (!value.is_number_integer() || value < 1 || value > kMostUnits)
            refuse("has \"" + std::string(key) + "\": " + textOf(value),
                   "Give a whole number from 1 to " + std::to_string(kMostUnits));
        return value.get<int>();
    }

    bool hasRelu(const Json& json, bool otherwise) {
        if (!json.contains("activation"))
            return otherwise;
        const Json value = take(json, "activation");
        if (value != "relu" && value != "linear")
            refuse("has \"activation\": " + textOf(value), R"(Give "relu" or "linear")");
        return value == "relu";
    }

    double rate(const Json& json) {
        const Json value = take(json, "rate");
        if (!value.is_number() || !(value.get<double>() >= 0 && value.get<double>() <= 0.99))
            refuse("has \"rate\": " + textOf(value), "Give a number from 0 to 0.99");
        return value.get<double>();
    }

    std::vector<Layer> body(const Json& json, int depth) {
        const Json inner = take(json, "body");
        std::vector<Layer> found = layers(inner, depth + 1);
        m_kind = keyOf(LayerKind::Residual);
        m_known = {"layer", "body"};
        if (found.empty())
            refuse("has an empty body", "Give its layers, or leave the block out");
        return found;
    }

    Json take(const Json& json, const char* key) {
        m_known.emplace_back(key);
        return json.contains(key) ? json[key] : Json();
    }

    std::string where() const {
        return m_layers == 0 ? m_subject : m_subject + ", layer " + std::to_string(m_layers);
    }

    [[noreturn]] void refuse(const std::string& what, const std::string& advice) const {
        throw Error(where() + (m_kind.empty() ? "" : " (" + printable(m_kind) + ")"), what, advice);
    }

    const std::string& m_subject;
    std::size_t m_layers = 0; ///< read so far, counted as they stand in the text
    int m_outputs = 0;
    std::string m_kind;
    std::vector<std::string> m_known; ///< keys of the layer that is being read
};

/// Follows an image through the layers.
class Follower {
  public:
    Follower(const ImageShape& input, const std::string& subject)
        : m_subject(subject)
        , m_shape{input.height, input.width, input.channels} {}

    void follow(const std::vector<Layer>& layers) {
        for (const Layer& layer : layers)
            follow(layer);
    }

    std::vector<LayerInfo> take() { return std::move(m_infos); }

  private:
    bool isImage() const { return m_shape.size() == 3; }

    void follow(const Layer& layer) {
        LayerInfo info{layer.name, wordsFor(layer), {}, 0, 0};
        switch (layer.kind) {
        case LayerKind::Convolution:
            require(isImage(), layer, "comes after the flatten", "Put it before");
            weigh(info, 9LL * m_shape[2], layer.units);
            m_shape[2] = layer.units;
            break;
        case LayerKind::MaxPool:
            require(isImage(), layer, "comes after the flatten", "Put it before");
            require(m_shape[0] > 1 && m_shape[1] > 1, layer,
                    "gets images of " + std::to_string(m_shape[0]) + " x " + std::to_string(m_shape[1]) +
                        " pixels, which cannot be halved",
                    "Leave it out, or take larger images");
            m_shape = {m_shape[0] / 2, m_shape[1] / 2, m_shape[2]};
            break;
        case LayerKind::Flatten:
            require(isImage(), layer, "comes after another flatten", "Leave it out");
            m_shape = {std::accumulate(m_shape.begin(), m_shape.end(), 1, std::multiplies<>())};
            break;
        case LayerKind::Dense:
            require(!isImage(), layer, "comes before the flatten", R"(Put {"layer": "flatten"} before it)");
            weigh(info, m_shape[0], layer.units);
            m_shape = {layer.units};
            break;
        case LayerKind::Residual: {
            const std::vector<int> before = m_shape;
            follow(layer.body);
            require(m_shape == before, layer, "has a body that changes the size of its input, to which it is added",
                    "Let the body end with as many channels, and leave out pools");
            break;
        }
        case LayerKind::Relu:
        case LayerKind::Dropout:
            break;
        }
        info.outputShape = m_shape;
        m_infos.push_back(std::move(info));
    }

    /// @param inputs of each unit
    void weigh(LayerInfo& info, long long inputs, int units) {
        const double places = isImage() ? static_cast<double>(m_shape[0]) * m_shape[1] : 1;
        info.parameters = inputs * units + units;
        info.flops = 2 * places * static_cast<double>(inputs * units);
        m_parameters += info.parameters;
        if (m_parameters > kMostParameters)
            throw Error(m_subject + ", " + info.name,
                        "is one too many: up to it there are more than " +
                            std::to_string(kMostParameters / 1'000'000) + " million weights",
                        "Take fewer units, or pools before it");
    }

    void require(bool holds, const Layer& layer, const std::string& problem, const std::string& advice) const {
        if (!holds)
            throw Error(m_subject + ", " + layer.name, problem, advice);
    }

    const std::string& m_subject;
    std::vector<int> m_shape;
    long long m_parameters = 0;
    std::vector<LayerInfo> m_infos;
};

Json toJson(const Layer& layer) {
    Json json = {{"layer", keyOf(layer.kind)}};
    const bool isDense = layer.kind == LayerKind::Dense;
    if (layer.kind == LayerKind::Convolution || isDense) {
        json[isDense ? "units" : "channels"] = layer.units;
        json["activation"] = layer.relu ? "relu" : "linear";
    }
    if (layer.kind == LayerKind::Dropout)
        json["rate"] = layer.rate;
    if (layer.kind == LayerKind::Residual)
        for (const Layer& inner : layer.body)
            json["body"].push_back(toJson(inner));
    return json;
}

} // namespace

NetworkSpec withOutputs(NetworkSpec network, int outputs) {
    network.back().units = outputs;
    return network;
}

NetworkSpec networkFromJson(const Json& json, const std::string& subject) {
    return json.is_string() ? presetNetwork(json.get<std::string>(), subject) : Reader(subject).read(json);
}

Json toJson(const NetworkSpec& network) {
    Json json = Json::array();
    for (const Layer& layer : network)
        json.push_back(toJson(layer));
    json.back()["units"] = "outputs";
    return json;
}

std::vector<LayerInfo> describe(const NetworkSpec& network, const ImageShape& input, const std::string& subject) {
    Follower follower(input, subject);
    follower.follow(network);
    return follower.take();
}

} // namespace moelab
