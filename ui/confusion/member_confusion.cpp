#include "confusion/member_confusion.h"

#include "analysis/learning.h"
#include "analysis/routing.h"
#include "analysis/scored_member.h"
#include "session/session.h"

#include <numeric>

namespace moelab {
namespace {

QStringList namesFor(const Stage& stage, const ClassGroups& groups, const std::vector<std::string>& classNames) {
    QStringList names;
    if (stage.kind == StageKind::Gate)
        for (const ClassGroup& group : groups)
            names << QString::fromStdString(group.name);
    else
        for (const std::string& name : classNames)
            names << QString::fromStdString(name);
    return names;
}

/// Puts the classes of a group together.
void orderByGroups(ConfusionTable& table, const Stage& stage, const ClassGroups& groups) {
    if (stage.kind == StageKind::Gate) {
        table.order.resize(groups.size());
        std::iota(table.order.begin(), table.order.end(), 0);
        return;
    }
    for (const ClassGroup& group : groups) {
        if (!table.order.empty())
            table.borders.push_back(static_cast<int>(table.order.size()));
        table.order.insert(table.order.end(), group.classes.begin(), group.classes.end());
    }
}

ConfusionMatrix matrixOf(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups) {
    const ScoredMember member = scoreMember(outputs, stage, groups);
    return confusion(member.labels, member.answers, member.width);
}

ConfusionTable tableOf(const ConfusionMatrix& matrix, const Stage& stage, const ClassGroups& groups,
                       const std::vector<std::string>& classNames) {
    ConfusionTable table;
    table.names = namesFor(stage, groups, classNames);
    table.matrix = matrix;
    orderByGroups(table, stage, groups);
    return table;
}

void subtractBaseline(ConfusionTable& table, const MemberOutputs& outputs, const ClassGroups& groups) {
    const ConfusionMatrix before = matrixOf(outputs, stagesOf(groups).front(), groups);
    for (std::size_t i = 0; i < before.counts.size(); ++i)
        table.difference.push_back(table.matrix.counts[i] - before.counts[i]);
}

} // namespace

bool isScored(const Session& session, const Stage& stage) {
    return session.outputs() && session.data() && isScored(*session.outputs(), stage);
}

ConfusionTable confusionOf(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups,
                           const std::vector<std::string>& classNames) {
    ConfusionTable table = tableOf(matrixOf(outputs, stage, groups), stage, groups, classNames);
    if (stage.kind == StageKind::Mixture && !outputs.baseline.empty())
        subtractBaseline(table, outputs, groups);
    return table;
}

ConfusionTable confusionOf(const Session& session, const Stage& stage, int epoch) {
    const ClassGroups& groups = session.parameters().groups;
    const std::vector<std::string>& classNames = session.data()->classNames;
    if (epoch <= 0)
        return confusionOf(*session.outputs(), stage, groups, classNames);
    const auto epochs = session.epochAnswers(QString::fromStdString(stage.name));
    ConfusionTable table = tableOf(confusionAt(*epochs, epoch), stage, groups, classNames);
    if (stage.kind == StageKind::Mixture && epochs->testImages && isScored(session, session.stages().front().stage))
        subtractBaseline(table, *session.outputs(), groups);
    return table;
}

std::vector<std::vector<std::int64_t>> routesOf(const Session& session, const Stage& gate, int epoch) {
    const auto classes = static_cast<std::int64_t>(session.data()->classNames.size());
    if (epoch > 0)
        return routesAt(*session.epochAnswers(QString::fromStdString(gate.name)), epoch, classes);
    const MemberOutputs& outputs = *session.outputs();
    return routesByClass(outputs.labels, routes(outputs.gate, outputs.groups), classes, outputs.groups);
}

} // namespace moelab
