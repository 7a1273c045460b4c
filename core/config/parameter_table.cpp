#include "config/parameter_table.h"

#include "base/error.h"
#include "config/network_presets.h"
#include "config/networks.h"
#include "data/printable.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace moelab {
namespace {

using P = Parameters;

const std::vector<ParameterInfo>& table() {
    static const std::vector<ParameterInfo> infos = {
        {"batch_size", "Experiment", "Number of images per training step.", "images", &P::batchSize, 1, 10000},
        {"epochs", "Experiment",
         "Maximum number of passes over the training images. Too many epochs overfit, too few underfit; early "
         "stopping can end a stage sooner.",
         "epochs", &P::epochs, 1, 100000},
        {"train_examples", "Experiment",
         "Number of training images, taken from the start of the training set. More images give the networks more "
         "to learn from.",
         "images", &P::trainExamples, 1, 50000},
        {"test_examples", "Experiment", "Number of test images, taken from the start of the test set.", "images",
         &P::testExamples, 1, 10000},
        {"use_large_experts", "Experiment",
         "Large expert networks have more capacity, but need more epochs and overfit more easily.", "",
         &P::useLargeExperts},
        {"use_large_gating_mlp", "Experiment",
         "A large gate network has more capacity, but needs more epochs and overfits more easily.", "",
         &P::useLargeGatingMlp},
        {"use_large_baseline_classifier", "Experiment",
         "A large baseline network has more capacity, but needs more epochs and overfits more easily.", "",
         &P::useLargeBaselineClassifier},
        {"networks", "Experiment",
         "Networks in place of those that the switches choose, by role (baseline, gate, expert, sub-gate): a "
         "preset (small-vgg, large-vgg, sub-gate) or a list of layers.",
         "", &P::networks},
        {"seed", "Training",
         "Seed of all random choices: initial weights, order of the images, dropout. The same seed gives the same "
         "run.",
         "", &P::seed, 0, 9007199254740991.0},
        {"learning_rate", "Training", "Adam's step size.", "", &P::learningRate, 1e-8, 1},
        {"patience", "Training", "Number of epochs without a better validation loss after which a stage stops.",
         "epochs", &P::patience, 0, 100000},
        {"validation",
         "Training",
         "Images that early stopping and checkpoints use: 'test' uses the test set, as the notebook does; "
         "'holdout' sets training images aside, so that the test set is used only once, at the end.",
         "",
         &P::validation,
         0,
         0,
         {"test", "holdout"}},
        {"holdout_fraction", "Training",
         "Fraction of the training images, taken from the end of the training set, that is set aside if validation "
         "is 'holdout'.",
         "", &P::holdoutFraction, 0.01, 0.5},
        {"groups", "Mixture",
         "Class groups, one expert each: 2 to 16 groups that contain every class exactly once.", "", &P::groups},
        {"frozen_dropout", "Mixture",
         "True, as in the notebook: dropout stays active in the frozen networks while the sub-gates train. False: "
         "they run in inference mode and their outputs are computed once, which is faster.",
         "", &P::frozenDropout},
        {"precision",
         "Machine",
         "Arithmetic of the convolutions. 'bf16' is faster on processors that support it, but less precise.",
         "",
         &P::precision,
         0,
         0,
         {"fp32", "bf16"}},
        {"convolution",
         "Machine",
         "Implementation of convolutions and dense layers: LibTorch, or moelab's own with direct convolutions "
         "('direct') or Winograd's algorithm ('winograd', the fastest). 'auto' takes the fastest that this machine "
         "supports.",
         "",
         &P::convolution,
         0,
         0,
         {"auto", "libtorch", "direct", "winograd"}},
        {"threads",
         "Machine",
         "Number of processor cores to use; 0 means all. Stages that train at the same time share them.",
         "threads",
         &P::threads,
         0,
         1024,
         {},
         "automatic"},
        {"device",
         "Machine",
         "Device on which the networks run. 'auto' takes CUDA if LibTorch finds a CUDA device.",
         "",
         &P::device,
         0,
         0,
         {"auto", "cpu", "cuda"}},
    };
    return infos;
}

std::string number(double value) {
    return Json(value == std::floor(value) && std::abs(value) < 1e16 ? Json(static_cast<std::int64_t>(value))
                                                                     : Json(value))
        .dump();
}

[[noreturn]] void refuse(const ParameterInfo& info, const Json& value, const std::string& range) {
    // A command line may hold bytes that are not UTF-8, a file a value of any length.
    const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    throw Error(std::string(info.name), "is " + printable(text), "Give " + range);
}

std::string rangeOf(const ParameterInfo& info, std::string_view kind) {
    return std::string(kind) + " from " + number(info.minimum) + " to " + number(info.maximum);
}

ClassGroups groupsFromJson(const ParameterInfo& info, const Json& value) {
    const std::string form =
        R"(the numbers of the classes of each group, such as {"artificial": [0, 1, 8, 9], ...})";
    if (!value.is_object())
        refuse(info, value, form);
    ClassGroups groups;
    int classCount = 0;
    for (const auto& [name, classes] : value.items()) {
        if (!classes.is_array() ||
            !std::all_of(classes.begin(), classes.end(), [](const Json& c) { return c.is_number_integer(); }))
            refuse(info, value, form);
        ClassGroup& group = groups.emplace_back();
        group.name = name;
        for (const Json& cls : classes) {
            // Labels are bytes: what is out of their range is out of every data set's range too.
            group.classes.push_back(static_cast<int>(std::clamp<std::int64_t>(cls.get<std::int64_t>(), -1, 256)));
            classCount = std::max(classCount, group.classes.back() + 1);
        }
    }
    checkGroups(groups, classCount);
    return groups;
}

NetworkChoices networksFromJson(const ParameterInfo& info, const Json& value) {
    if (!value.is_object())
        refuse(info, value, R"(networks as {"gate": "small-vgg", ...})");
    NetworkChoices networks;
    for (const auto& [role, network] : value.items())
        networks[std::string(networkRole(role).name)] = networkFromJson(network, "networks." + role);
    return networks;
}

Json toJson(const NetworkChoices& networks) {
    Json object = Json::object();
    for (const auto& [role, network] : networks) {
        const std::string_view preset = nameOfPreset(network);
        object[role] = preset.empty() ? toJson(network) : Json(std::string(preset));
    }
    return object;
}

Json parseTyped(std::string_view text, const std::string& subject) {
    try {
        return parseJson(text, subject);
    } catch (const Error& problem) { // there is no file to be corrected
        throw Error(problem.subject(), problem.problem(), "Check its quotes, commas and brackets");
    }
}

/// As --set takes it. What is no JSON is kept as text, which is then refused with the range; only of groups the
/// place of the mistake says more.
Json valueFromText(const ParameterInfo& info, std::string_view text) {
    if (!info.choices.empty())
        return std::string(text);
    try {
        return parseTyped(text, std::string(info.name));
    } catch (const Error&) {
        if (std::holds_alternative<ClassGroups Parameters::*>(info.member) ||
            std::holds_alternative<NetworkChoices Parameters::*>(info.member))
            throw;
        return std::string(text);
    }
}

constexpr std::string_view kOneNetwork = "networks.";

/// @param text the name of a preset, or layers as JSON
void setNetwork(Parameters& parameters, std::string_view role, std::string_view text) {
    const std::string subject = std::string(kOneNetwork) + printable(role);
    const Json value = text.starts_with('[') ? parseTyped(text, subject) : Json(std::string(text));
    parameters.networks[std::string(networkRole(role).name)] = networkFromJson(value, subject);
}

template <class T>
T valueFromJson(const ParameterInfo& info, const Json& value) {
    if constexpr (std::is_same_v<T, bool>) {
        if (!value.is_boolean())
            refuse(info, value, "true or false");
        return value.get<bool>();
    } else if constexpr (std::is_enum_v<T>) {
        const auto choice =
            value.is_string() ? std::ranges::find(info.choices, value.get<std::string>()) : info.choices.end();
        if (choice == info.choices.end()) {
            std::string choices;
            for (std::string_view name : info.choices)
                choices += (choices.empty() ? "" : " or ") + std::string(name);
            refuse(info, value, choices);
        }
        return static_cast<T>(choice - info.choices.begin());
    } else if constexpr (std::is_same_v<T, ClassGroups>) {
        return groupsFromJson(info, value);
    } else if constexpr (std::is_same_v<T, NetworkChoices>) {
        return networksFromJson(info, value);
    } else {
        constexpr bool whole = std::is_integral_v<T>;
        std::string range = rangeOf(info, whole ? "a whole number" : "a number");
        if (value.is_string() && value.get<std::string>().find(',') != std::string::npos)
            range += whole ? ", without separators" : ", with a decimal point";
        if (!(whole ? value.is_number_integer() : value.is_number()))
            refuse(info, value, range);
        const double asDouble = value.get<double>();
        if (!(asDouble >= info.minimum && asDouble <= info.maximum))
            refuse(info, value, range);
        return value.get<T>();
    }
}

} // namespace

std::span<const ParameterInfo> parameterTable() { return table(); }

const ParameterInfo& parameterInfo(std::string_view name) {
    const auto found = std::ranges::find(table(), name, &ParameterInfo::name);
    if (found != table().end())
        return *found;
    std::string names;
    for (const ParameterInfo& info : table())
        names += (names.empty() ? "" : ", ") + std::string(info.name);
    throw Error(printable(name), "is not a parameter", "The parameters are " + names);
}

bool isOfTheMachine(std::string_view name) {
    return name == "threads" || name == "device" || name == "convolution";
}

Json getParameter(const Parameters& parameters, const ParameterInfo& info) {
    return std::visit(
        [&](auto member) -> Json {
            const auto& value = parameters.*member;
            using T = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_enum_v<T>) {
                return std::string(info.choices[static_cast<std::size_t>(value)]);
            } else if constexpr (std::is_same_v<T, ClassGroups>) {
                Json object = Json::object();
                for (const ClassGroup& group : value)
                    object[group.name] = group.classes;
                return object;
            } else if constexpr (std::is_same_v<T, NetworkChoices>) {
                return toJson(value);
            } else {
                return value;
            }
        },
        info.member);
}

void setParameter(Parameters& parameters, const ParameterInfo& info, const Json& value) {
    std::visit(
        [&](auto member) {
            using T = std::remove_cvref_t<decltype(parameters.*member)>;
            parameters.*member = valueFromJson<T>(info, value);
        },
        info.member);
}

void setParameter(Parameters& parameters, std::string_view assignment) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string_view::npos)
        throw Error(printable(assignment), "is not an assignment", "Write name=value, for instance epochs=3");
    const std::string_view name = assignment.substr(0, equals);
    if (name.starts_with(kOneNetwork)) {
        setNetwork(parameters, name.substr(kOneNetwork.size()), assignment.substr(equals + 1));
        return;
    }
    const ParameterInfo& info = parameterInfo(name);
    setParameter(parameters, info, valueFromText(info, assignment.substr(equals + 1)));
}

Json toJson(const Parameters& parameters) {
    Json object = Json::object();
    for (const ParameterInfo& info : table())
        object[std::string(info.name)] = getParameter(parameters, info);
    if (parameters.networks.empty())
        object.erase("networks");
    return object;
}

Parameters parametersFromJson(const Json& object, const std::string& source) {
    if (!object.is_object())
        throw Error(source, "does not contain a JSON object", "Write {\"epochs\": 10, ...}");
    Parameters parameters;
    for (const auto& [name, value] : object.items())
        setParameter(parameters, parameterInfo(name), value);
    return parameters;
}

} // namespace moelab
