#pragma once

#include "analysis/class_routing.h"

#include <QStringList>

#include <vector>

namespace moelab {

class Session;

/// What a routing view shows: how each class is routed and weighed, with names, and where group borders are drawn.
struct RoutingTable {
    QStringList classes;            ///< names by class
    QStringList groups;             ///< names by group
    std::vector<ClassRouting> rows; ///< [classes]
    std::vector<int> order;         ///< position on the screen -> class; classes of a group stand together
    std::vector<int> borders;       ///< positions before which a group begins, without 0
    std::vector<int> own;           ///< [classes] the class's own group
};

/// Unit of the cells of the groups.
enum class RoutingMode { Shares, Counts, Gate, BaselineWeight, ExpertWeight };
inline constexpr int kRoutingModes = 5;

/// A mode's name for people, and the words that stand over its groups.
QString titleOf(RoutingMode mode);

/// What a group's cell says: a share in 0..1, NaN without images; the share of the load for counts, too.
double shareOf(const ClassRouting& row, RoutingMode mode, int group);

/// The share that a mode's strongest shade stands for: 1, or for weights the largest that a class's two have.
double largestShare(const RoutingTable& table, RoutingMode mode);

/// Only of a trained mixture (see isMixtureTrained).
RoutingTable routingOf(const MemberOutputs& outputs, const ClassGroups& groups,
                       const std::vector<std::string>& classNames);

/// @returns whether the session knows what every member said
bool isRouted(const Session& session);
/// Only if isRouted.
RoutingTable routingOf(const Session& session);

} // namespace moelab
