#include "confusion/member_confusion.h"

#include "analysis/learning.h"
#include "analysis/routing.h"
#include "analysis/scored_member.h"
#include "session/session.h"

namespace moelab {
namespace {

ConfusionMatrix matrixOf(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups) {
    const ScoredMember member = scoreMember(outputs, stage, groups);
    return confusion(member.labels, member.answers, member.width);
}

void subtractReference(ConfusionTable& table, const MemberOutputs& outputs, const ClassGroups& groups) {
    const ConfusionMatrix before = matrixOf(outputs, referenceOf(stagesOf(groups)), groups);
    for (std::size_t i = 0; i < before.counts.size(); ++i)
        table.difference.push_back(table.matrix.counts[i] - before.counts[i]);
}

} // namespace

bool isScored(const Session& session, const Stage& stage) {
    return session.outputs() && session.data() && isScored(*session.outputs(), stage);
}

ConfusionTable confusionOf(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups,
                           const std::vector<std::string>& classNames) {
    ConfusionTable table = tableFor(stage, groups, classNames);
    table.matrix = matrixOf(outputs, stage, groups);
    if (stage.isMixture && isScored(outputs, referenceOf(stagesOf(groups))))
        subtractReference(table, outputs, groups);
    keepOwnClasses(table, stage, groups);
    return table;
}

ConfusionTable confusionOf(const Session& session, const Stage& stage, int epoch) {
    const ClassGroups& groups = session.shownParameters().groups;
    const std::vector<std::string>& classNames = session.data()->classNames;
    if (epoch <= 0)
        return confusionOf(*session.outputs(), stage, groups, classNames);
    const auto epochs = session.epochAnswers(QString::fromStdString(stage.name));
    ConfusionTable table = tableFor(stage, groups, classNames);
    table.matrix = confusionAt(*epochs, epoch);
    if (stage.isMixture && epochs->ofTestImages() && isScored(session, referenceOf(stagesOf(groups))))
        subtractReference(table, *session.outputs(), groups);
    keepOwnClasses(table, stage, groups);
    return table;
}

std::vector<std::vector<std::int64_t>> routesOf(const Session& session, const Stage& gate, int epoch) {
    const auto classes = static_cast<std::int64_t>(session.data()->classNames.size());
    if (epoch > 0)
        return routesAt(*session.epochAnswers(QString::fromStdString(gate.name)), epoch, classes);
    const MemberOutputs& outputs = *session.outputs();
    return routesByClass(outputs.labels, routes(outputs.gate(), outputs.groups), classes, outputs.groups);
}

} // namespace moelab
