#pragma once

#include "base/error.h"

#include <string>

namespace fixture {

/// @returns what `work` complains about; empty if it does not
template <class Work>
std::string messageOf(Work work) {
    try {
        work();
        return {};
    } catch (const moelab::Error& problem) {
        return problem.what();
    }
}

} // namespace fixture
