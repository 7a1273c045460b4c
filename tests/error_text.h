#pragma once

#include "base/error.h"

#include <QString>

/// @returns the message of the Error that `call` throws; empty if it throws none
template <class Call>
QString errorText(const Call& call) {
    try {
        call();
    } catch (const moelab::Error& problem) {
        return QString::fromStdString(problem.what());
    }
    return {};
}
