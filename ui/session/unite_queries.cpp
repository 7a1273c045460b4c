#include "session/unite_queries.h"

#include "session/session.h"

namespace moelab {

ImageQuery uniteQueries(const Session& session, const QString& stage, std::span<const ImageQuery> queries) {
    const StageView* const view = session.findShown(stage);
    if (queries.size() == 1 || !view || !session.outputs())
        return queries.front();
    const ClassGroups& groups = session.shownParameters().groups;
    const ScoredMember member = scoreMember(*session.outputs(), view->stage, groups);
    return unite(*session.outputs(), groups, member, queries, session.epochAnswers(stage).get());
}

} // namespace moelab
