#pragma once

#include <cmath>

namespace fixture {

inline bool near(double value, double expected, double relative) {
    return std::abs(value - expected) <= relative * std::abs(expected);
}

} // namespace fixture
