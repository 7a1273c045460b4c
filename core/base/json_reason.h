#pragma once

#include "base/json.h"

#include <string>

namespace moelab {

/// What is wrong with an object of JSON, in words for people: "it has no \"epochs\"".
std::string reasonOf(const Json::exception& problem);

} // namespace moelab
