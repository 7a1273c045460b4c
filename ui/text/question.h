#pragma once

#include <QString>

namespace moelab {

/// What a person is asked before something is deleted, replaced or stopped.
struct Question {
    QString text;
    QString act;  ///< on the button that does it, a verb: "Delete"
    QString keep; ///< on the one that leaves all as it is: "Keep"
};

} // namespace moelab
