#pragma once

#include "base/json.h"
#include "config/parameters.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace moelab {

/// What is known of one parameter: everything a file, a command line or a form needs.
struct ParameterInfo {
    using Member = std::variant<std::int64_t Parameters::*, double Parameters::*, bool Parameters::*,
                                ClassGroups Parameters::*, NetworkChoices Parameters::*, Validation Parameters::*,
                                Precision Parameters::*, Device Parameters::*, Convolution Parameters::*>;

    std::string_view name;  ///< as in JSON and in --set
    std::string_view group; ///< a heading: "Lab", "Training", "Mixture", "Machine"
    std::string_view help;  ///< one or two sentences
    std::string_view unit;  ///< "" where there is none
    Member member;
    double minimum = 0;                         ///< numbers only; inclusive
    double maximum = 0;                         ///< numbers only; inclusive
    std::vector<std::string_view> choices = {}; ///< enumerations only, in the order of their values
    std::string_view zero = {};                 ///< what 0 means where it is no number of the unit: "automatic"
};

/// Every parameter once, in the order in which people read them.
std::span<const ParameterInfo> parameterTable();

/// @throws Error naming `name` and the parameters there are
const ParameterInfo& parameterInfo(std::string_view name);

/// Whether a parameter says where and how a run is computed, and changes its results by rounding alone: threads,
/// device, convolution.
bool isOfTheMachine(std::string_view name);

Json getParameter(const Parameters& parameters, const ParameterInfo& info);

/// @throws Error naming the parameter, the value and the range, if the value is of another type or out of range
void setParameter(Parameters& parameters, const ParameterInfo& info, const Json& value);

/// Reads "name=value" as --set takes it; the value is JSON, or the name of a choice. "networks.gate=value" changes
/// one of the networks.
/// @throws Error as setParameter
void setParameter(Parameters& parameters, std::string_view assignment);

/// Parameters that came later, and are as if there were none (networks), are left out.
Json toJson(const Parameters& parameters);

/// Starts from the defaults. @throws Error for an unknown key, a wrong type or a value out of range
Parameters parametersFromJson(const Json& object, const std::string& source);

} // namespace moelab
