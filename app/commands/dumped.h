#pragma once

#include "base/json.h"

#include <cstdio>
#include <string>

namespace moelab {

/// JSON on one line. Paths may hold bytes that are not UTF-8: they become U+FFFD, for JSON has no place for them.
inline std::string dumped(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// As a line of standard output.
inline void printJson(const Json& value) { std::fputs((dumped(value) + "\n").c_str(), stdout); }

} // namespace moelab
