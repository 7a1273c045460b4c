#include "config/parameter_table.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"
#include "config/network_presets.h"
#include "config/networks.h"
#include "config/parameter_rows.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace moelab {
namespace {

std::string number(double value) {
    return Json(value == std::floor(value) && std::abs(value) < 1e16 ? Json(static_cast<std::int64_t>(value))
                                                                     : Json(value))
        .dump();
}

/// A value, and how it was written where that is known.
struct Given {
    const Json& value;
    std::string_view typed = {};
};

[[noreturn]] void refuse(const ParameterInfo& info, const Given& given, const std::string& range) {
    // A command line may hold bytes that are not UTF-8, a file a value of any length.
    const std::string text = given.value.is_number() && !given.typed.empty()
                                 ? std::string(given.typed) // 1.000, which is 1.0 by now
                                 : given.value.dump(-1, ' ', false, Json::error_handler_t::replace);
    throw Error(std::string(info.name), "is " + printable(text), "Give " + range);
}

std::string rangeOf(const ParameterInfo& info, std::string_view kind) {
    const bool apart = info.leastAboveZero > 0;
    return (apart ? "0 (" + std::string(info.zero) + ") or " : std::string()) + std::string(kind) + " from " +
           number(apart ? info.leastAboveZero : info.minimum) + " to " + number(info.maximum);
}

bool isInRange(const ParameterInfo& info, double value) {
    if (info.leastAboveZero > 0 && value < info.leastAboveZero)
        return value == 0;
    return value >= info.minimum && value <= info.maximum;
}

ClassGroups groupsFromJson(const ParameterInfo& info, const Given& given) {
    const Json& value = given.value;
    const std::string form =
        R"(the numbers of the classes of each group, such as {"artificial": [0, 1, 8, 9], ...})";
    if (!value.is_object())
        refuse(info, given, form);
    ClassGroups groups;
    int classCount = 0;
    for (const auto& [name, classes] : value.items()) {
        if (!classes.is_array() ||
            !std::all_of(classes.begin(), classes.end(), [](const Json& c) { return c.is_number_integer(); }))
            refuse(info, given, form);
        ClassGroup& group = groups.emplace_back();
        group.name = name;
        for (const Json& cls : classes) {
            // What is out of this range is out of every data set's.
            group.classes.push_back(
                static_cast<int>(std::clamp<std::int64_t>(cls.get<std::int64_t>(), -1, limits::kClasses)));
            classCount = std::max(classCount, group.classes.back() + 1);
        }
    }
    checkGroups(groups, classCount);
    return groups;
}

NetworkChoices networksFromJson(const ParameterInfo& info, const Given& given) {
    const Json& value = given.value;
    if (!value.is_object())
        refuse(info, given, R"(networks as {"gate": "small-vgg", ...})");
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

/// One line, which a file can hold.
std::string textFromJson(const ParameterInfo& info, const Given& given) {
    const Json& value = given.value;
    const std::string text = value.is_string() ? value.get<std::string>() : std::string();
    const auto isControl = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    if (!value.is_string() || !isUtf8(text) || text.size() > limits::kParameterBytes ||
        std::ranges::any_of(text, isControl))
        refuse(info, given,
               "one line of UTF-8 text, at most " + std::to_string(limits::kParameterBytes) + " bytes");
    return text;
}

Json parseTyped(std::string_view text, const std::string& subject) {
    try {
        return parseJson(text, subject);
    } catch (const Error& problem) { // there is no file to be corrected
        throw Error(problem.subject(), problem.problem(), "Check its quotes, commas and brackets");
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
T valueFromJson(const ParameterInfo& info, const Given& given) {
    const Json& value = given.value;
    if constexpr (std::is_same_v<T, bool>) {
        if (!value.is_boolean())
            refuse(info, given, "true or false");
        return value.get<bool>();
    } else if constexpr (std::is_enum_v<T>) {
        const auto choice =
            value.is_string() ? std::ranges::find(info.choices, value.get<std::string>()) : info.choices.end();
        if (choice == info.choices.end()) {
            std::string choices;
            for (std::string_view name : info.choices)
                choices += (choices.empty() ? "" : " or ") + std::string(name);
            refuse(info, given, choices);
        }
        return static_cast<T>(choice - info.choices.begin());
    } else if constexpr (std::is_same_v<T, std::string>) {
        return textFromJson(info, given);
    } else if constexpr (std::is_same_v<T, ClassGroups>) {
        return groupsFromJson(info, given);
    } else if constexpr (std::is_same_v<T, NetworkChoices>) {
        return networksFromJson(info, given);
    } else {
        constexpr bool whole = std::is_integral_v<T>;
        std::string range = rangeOf(info, whole ? "a whole number" : "a number");
        if (value.is_string() && value.get<std::string>().find(',') != std::string::npos)
            range += whole ? ", without separators" : ", with a decimal point";
        if (!(whole ? value.is_number_integer() : value.is_number()))
            refuse(info, given, range);
        const double asDouble = value.get<double>();
        if (!isInRange(info, asDouble))
            refuse(info, given, range);
        return value.get<T>();
    }
}

void set(Parameters& parameters, const ParameterInfo& info, const Given& given) {
    std::visit(
        [&](auto member) {
            using T = std::remove_cvref_t<decltype(parameters.*member)>;
            parameters.*member = valueFromJson<T>(info, given);
        },
        info.member);
}

} // namespace

std::span<const ParameterInfo> parameterTable() { return parameterRows(); }

const ParameterInfo& parameterInfo(std::string_view name) {
    const auto found = std::ranges::find(parameterRows(), name, &ParameterInfo::name);
    if (found != parameterRows().end())
        return *found;
    std::string names;
    for (const ParameterInfo& info : parameterRows())
        names += (names.empty() ? "" : ", ") + std::string(info.name);
    throw Error(printable(name), "is not a parameter", "The parameters are " + names);
}

bool isOfTheMachine(std::string_view name) {
    return name == "threads" || name == "device" || name == "convolution";
}

DataOptions dataOptionsOf(const Parameters& parameters) {
    return {{static_cast<std::size_t>(parameters.trainExamples), static_cast<std::size_t>(parameters.testExamples)},
            static_cast<int>(parameters.imageSize),
            parameters.fit,
            parameters.colour,
            parameters.labels,
            parameters.pixels,
            parameters.listColumns,
            parameters.testFraction,
            static_cast<std::uint64_t>(parameters.splitSeed),
            parameters.unreadable};
}

bool isDefault(const Parameters& parameters, const ParameterInfo& info) {
    static const Parameters defaults;
    return std::visit([&](auto member) { return parameters.*member == defaults.*member; }, info.member);
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

/// What is no JSON is kept as text, which is then refused with the range; only of groups the place of the mistake
/// says more.
Json typedValue(const ParameterInfo& info, std::string_view text) {
    if (!info.choices.empty() || std::holds_alternative<std::string Parameters::*>(info.member))
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

void setParameter(Parameters& parameters, const ParameterInfo& info, const Json& value) {
    set(parameters, info, {value});
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
    const std::string_view typed = assignment.substr(equals + 1);
    const Json value = typedValue(info, typed);
    set(parameters, info, {value, typed});
}

Json toJson(const Parameters& parameters) {
    Json object = Json::object();
    for (const ParameterInfo& info : parameterRows())
        if (!info.later || !isDefault(parameters, info))
            object[std::string(info.name)] = getParameter(parameters, info);
    return object;
}

void mustBeObject(const Json& parameters, const std::string& source) {
    if (!parameters.is_object())
        throw Error(source, "does not contain a JSON object", "Write {\"epochs\": 10, ...}");
}

Parameters parametersFromJson(const Json& object, const std::string& source) {
    mustBeObject(object, source);
    Parameters parameters;
    for (const auto& [name, value] : object.items())
        setParameter(parameters, parameterInfo(name), value);
    return parameters;
}

} // namespace moelab
