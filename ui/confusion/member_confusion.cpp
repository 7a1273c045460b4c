#include "confusion/member_confusion.h"

#include "analysis/learning.h"
#include "analysis/routing.h"
#include "analysis/scored_member.h"
#include "session/session.h"

namespace moelab {
namespace {

ConfusionMatrix matrixOf(const Session& session, const Stage& stage) {
    const ScoredMember member = scoreMember(*session.outputs(), stage, session.parameters().groups);
    return confusion(member.labels, member.answers, member.width);
}

} // namespace

bool isScored(const Session& session, const Stage& stage) {
    return session.outputs() && session.data() && isScored(*session.outputs(), stage);
}

ConfusionTable confusionOf(const Session& session, const Stage& stage, int epoch) {
    const auto epochs = session.epochAnswers(QString::fromStdString(stage.name));
    ConfusionTable table = tableFor(stage, session.parameters().groups, session.data()->classNames);
    table.matrix = epoch > 0 ? confusionAt(*epochs, epoch) : matrixOf(session, stage);
    const Stage& baseline = session.stages().front().stage;
    const bool sameImages = epoch < 0 || epochs->testImages;
    if (stage.kind == StageKind::Mixture && sameImages && isScored(session, baseline)) {
        const ConfusionMatrix before = matrixOf(session, baseline);
        for (std::size_t i = 0; i < before.counts.size(); ++i)
            table.difference.push_back(table.matrix.counts[i] - before.counts[i]);
    }
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
