#include "routing/routing_table.h"

#include "experiment/mix.h"
#include "session/session.h"

#include <QCoreApplication>

#include <cmath>

namespace moelab {
namespace {

QString words(const char* text) { return QCoreApplication::translate("moelab::RoutingTable", text); }

} // namespace

QString titleOf(RoutingMode mode) {
    switch (mode) {
    case RoutingMode::Shares:
        return words("images routed to each group (%)");
    case RoutingMode::Counts:
        return words("images routed to each group");
    case RoutingMode::Gate:
        return words("mean gate probability (%)");
    case RoutingMode::BaselineWeight:
        return words("sub-gate weight of the baseline (%)");
    case RoutingMode::ExpertWeight:
        break;
    }
    return words("sub-gate weight of the expert (%)");
}

double shareOf(const ClassRouting& row, RoutingMode mode, int group) {
    const auto position = static_cast<std::size_t>(group);
    switch (mode) {
    case RoutingMode::Shares:
    case RoutingMode::Counts:
        return row.load[position];
    case RoutingMode::Gate:
        return row.gate[position];
    case RoutingMode::BaselineWeight:
        return row.baselineWeight[position];
    case RoutingMode::ExpertWeight:
        break;
    }
    return row.expertWeight[position];
}

double largestShare(const RoutingTable& table, RoutingMode mode) {
    if (mode != RoutingMode::BaselineWeight && mode != RoutingMode::ExpertWeight)
        return 1;
    // Of both modes, so that their shades can be compared. A sub-gate's weights sum to 1 over all classes and both
    // members, so that each is small.
    double largest = 0;
    for (const ClassRouting& row : table.rows)
        for (const auto* const weights : {&row.baselineWeight, &row.expertWeight})
            for (const double weight : *weights)
                largest = std::fmax(largest, weight); // passes over what is not a number
    return largest > 0 ? largest : 1;
}

bool isRouted(const Session& session) {
    return session.outputs() && session.data() && isMixtureTrained(*session.outputs());
}

RoutingTable routingOf(const MemberOutputs& outputs, const ClassGroups& groups,
                       const std::vector<std::string>& classNames) {
    RoutingTable table;
    for (const std::string& name : classNames)
        table.classes << QString::fromStdString(name);
    table.rows = classRouting(outputs, groups);
    table.own.resize(table.rows.size());
    for (std::size_t group = 0; group < groups.size(); ++group) {
        table.groups << QString::fromStdString(groups[group].name);
        if (group > 0)
            table.borders.push_back(static_cast<int>(table.order.size()));
        for (const int cls : groups[group].classes) {
            table.order.push_back(cls);
            table.own[static_cast<std::size_t>(cls)] = static_cast<int>(group);
        }
    }
    return table;
}

RoutingTable routingOf(const Session& session) {
    return routingOf(*session.outputs(), session.shownParameters().groups, session.data()->classNames);
}

} // namespace moelab
