#include "config/parameter_table.h"

#include "base/error.h"
#include "data/printable.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace moelab {
namespace {

using P = Parameters;

const std::vector<ParameterInfo>& table() {
    static const std::vector<ParameterInfo> infos = {
        {"batch_size", "Lab", "Number of images per training step.", "images", &P::batchSize, 1, 10000},
        {"epochs", "Lab",
         "Most passes over the training images. More epochs fit the training data more: too many over-fit, too "
         "few under-fit. Early stopping may end a stage before.",
         "epochs", &P::epochs, 1, 100000},
        {"train_examples", "Lab",
         "The first so many training images are used. More examples bring more features that can be learned.",
         "images", &P::trainExamples, 1, 50000},
        {"test_examples", "Lab", "The first so many test images are used.", "images", &P::testExamples, 1, 10000},
        {"use_large_experts", "Lab",
         "Large expert networks: more capacity, but they need more epochs and over-fit more easily.", "",
         &P::useLargeExperts},
        {"use_large_gating_mlp", "Lab",
         "A large gate network: more capacity, but it needs more epochs and over-fits more easily.", "",
         &P::useLargeGatingMlp},
        {"use_large_baseline_classifier", "Lab",
         "A large baseline network: more capacity, but it needs more epochs and over-fits more easily.", "",
         &P::useLargeBaselineClassifier},
        {"seed", "Training",
         "Start of every random choice: first weights, order of the images, dropout. The same seed gives the "
         "same run.",
         "", &P::seed, 0, 9007199254740991.0},
        {"learning_rate", "Training", "Adam's step size.", "", &P::learningRate, 1e-8, 1},
        {"patience", "Training",
         "A stage stops once the validation loss has not improved for so many epochs in a row.", "epochs",
         &P::patience, 0, 100000},
        {"validation",
         "Training",
         "What early stopping and checkpoints look at: 'test' uses the test images, as the notebook does; "
         "'holdout' sets training images aside, so that the test images are seen once, at the end.",
         "",
         &P::validation,
         0,
         0,
         {"test", "holdout"}},
        {"holdout_fraction", "Training",
         "With validation 'holdout': the share of the training images, taken from their end, that is set aside.",
         "", &P::holdoutFraction, 0.01, 0.5},
        {"groups", "Mixture",
         "The class groups, one expert each: 2 to 16 groups that hold every class exactly once.", "", &P::groups},
        {"frozen_dropout", "Mixture",
         "True, as in the notebook: the frozen networks keep dropping units while the sub-gates train. False: "
         "they run in inference mode and their outputs are computed once, which is faster.",
         "", &P::frozenDropout},
        {"precision",
         "Machine",
         "Arithmetic of the convolutions. 'bf16' is faster on processors that have it, and less exact.",
         "",
         &P::precision,
         0,
         0,
         {"fp32", "bf16"}},
        {"convolution",
         "Machine",
         "Who computes convolutions and dense layers: LibTorch, or moelab itself, with convolutions as the "
         "definition says ('direct') or by Winograd's algorithm, the fastest. 'auto' takes the fastest this "
         "machine has.",
         "",
         &P::convolution,
         0,
         0,
         {"auto", "libtorch", "direct", "winograd"}},
        {"threads", "Machine",
         "Processor cores to use; 0 takes all. Stages that train at the same time share them.", "threads",
         &P::threads, 0, 1024},
        {"device",
         "Machine",
         "Where networks run. 'auto' takes CUDA when LibTorch has it.",
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
    const std::string form = R"(groups as {"name": [class, ...], ...})";
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

/// As --set takes it. What is no JSON is kept as text, which is then refused with the range; only of groups the
/// place of the mistake says more.
Json valueFromText(const ParameterInfo& info, std::string_view text) {
    if (!info.choices.empty())
        return std::string(text);
    try {
        return parseJson(text, std::string(info.name));
    } catch (const Error&) {
        if (std::holds_alternative<ClassGroups Parameters::*>(info.member))
            throw;
        return std::string(text);
    }
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
    } else {
        constexpr bool whole = std::is_integral_v<T>;
        const std::string range = rangeOf(info, whole ? "a whole number" : "a number");
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
    throw Error(printable(name), "is no parameter", "The parameters are " + names);
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
        throw Error(printable(assignment), "is no assignment", "Write name=value, for instance epochs=3");
    const ParameterInfo& info = parameterInfo(assignment.substr(0, equals));
    setParameter(parameters, info, valueFromText(info, assignment.substr(equals + 1)));
}

Json toJson(const Parameters& parameters) {
    Json object = Json::object();
    for (const ParameterInfo& info : table())
        object[std::string(info.name)] = getParameter(parameters, info);
    return object;
}

Parameters parametersFromJson(const Json& object, const std::string& source) {
    if (!object.is_object())
        throw Error(source, "holds no JSON object", "Write {\"epochs\": 10, ...}");
    Parameters parameters;
    for (const auto& [name, value] : object.items())
        setParameter(parameters, parameterInfo(name), value);
    return parameters;
}

} // namespace moelab
