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
    using Member =
        std::variant<std::int64_t Parameters::*, double Parameters::*, bool Parameters::*,
                     std::string Parameters::*, ClassGroups Parameters::*, NetworkChoices Parameters::*,
                     Validation Parameters::*, ClassWeights Parameters::*, Precision Parameters::*,
                     Device Parameters::*, Convolution Parameters::*, Fit Parameters::*, Colour Parameters::*,
                     Labels Parameters::*, PixelRange Parameters::*, Unreadable Parameters::*>;

    std::string_view name;  ///< as in JSON and in --set
    std::string_view group; ///< a heading: "Experiment", "Images", "Training", "Mixture", "Machine"
    std::string_view help;  ///< one or two sentences
    std::string_view unit;  ///< "" where there is none
    Member member;
    double minimum = 0;                         ///< numbers only; inclusive
    double maximum = 0;                         ///< numbers only; inclusive
    std::vector<std::string_view> choices = {}; ///< enumerations only, in the order of their values
    std::string_view zero = {};                 ///< what 0 means where it is no number of the unit: "automatic"
    double leastAboveZero = 0;                  ///< of a number that is `zero` or at least this
    bool ofTheData = false; ///< says which images a run has, and how they are read (see dataOptionsOf)
    bool later = false;     ///< came after runs had been written: left out of files where it has its default
};

/// Every parameter once, in the order in which people read them.
std::span<const ParameterInfo> parameterTable();

/// @throws Error naming `name` and the parameters there are
const ParameterInfo& parameterInfo(std::string_view name);

/// Whether a parameter says where and how a run is computed, and changes its results by rounding alone: threads,
/// device, convolution.
bool isOfTheMachine(std::string_view name);

/// The part of the parameters that shapes the images.
DataOptions dataOptionsOf(const Parameters& parameters);

Json getParameter(const Parameters& parameters, const ParameterInfo& info);

bool isDefault(const Parameters& parameters, const ParameterInfo& info);

/// @throws Error naming the parameter, the value and the range, if the value is of another type or out of range
void setParameter(Parameters& parameters, const ParameterInfo& info, const Json& value);

/// Reads "name=value" as --set takes it; the value is JSON, or the name of a choice. "networks.gate=value" changes
/// one of the networks.
/// @throws Error as setParameter
void setParameter(Parameters& parameters, std::string_view assignment);

/// Reads a value as --set takes it, of a parameter that need not accept it. @throws Error if it is no JSON where it
/// has to be
Json typedValue(const ParameterInfo& info, std::string_view text);

/// Parameters that came later, and have their defaults, are left out.
Json toJson(const Parameters& parameters);

/// @throws Error naming `source` if it is not an object
void mustBeObject(const Json& parameters, const std::string& source);

/// Starts from the defaults. @throws Error for an unknown key, a wrong type or a value out of range
Parameters parametersFromJson(const Json& object, const std::string& source);

} // namespace moelab
