#pragma once

#include <QString>

#include <functional>

namespace moelab {

/// What a person is asked before something is deleted, replaced or stopped.
struct Question {
    QString text;
    QString act;  ///< on the button that does it, a verb: "Delete"
    QString keep; ///< on the one that leaves all as it is: "Keep"
    /// Whether there is nothing left to stop or delete: the question then ends by itself, as if it were done.
    std::function<bool()> isSettled = {};
};

} // namespace moelab
