#pragma once

#include "base/stop_token.h"
#include "config/given_parameters.h"
#include "data/image_set.h"

#include <string>

namespace moelab {

/// Data that a command has opened, and the parameters that it goes on with.
struct Opened {
    DataSet data;
    Parameters parameters;
};

/// Opens data by what a person has given, and lets the other parameters follow them (see followData). Shows on a
/// terminal how far it is. @param spec as openData takes it; empty for the default
/// @throws Error, also where the data suggest no groups and none were given; Stopped
Opened openFor(GivenParameters given, const std::string& spec, const StopToken& stop);

/// The parameters of a sweep, as they follow its data (see followData).
/// @throws Error as openFor; Stopped
Parameters followFor(const Parameters& parameters, const ParameterNames& given, const std::string& spec,
                     const StopToken& stop);

/// What is worth a line of how data were read: validation images, sizes, files that were left out. Empty if nothing
/// is. Ends without a full stop.
std::string readingText(const DataSet& data);

} // namespace moelab
