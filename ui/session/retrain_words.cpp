#include "session/retrain_words.h"

#include "session/core_words.h"
#include "session/stage_view.h"

#include <QCoreApplication>

namespace moelab {
namespace {

QString retrainWords(const char* text) { return QCoreApplication::translate("moelab::RetrainQuestion", text); }

QString retrainChange(const Replacement::Change& change) {
    if (change.parameter == "groups")
        return retrainWords("other groups");
    return retrainWords("%1 was %2, is now %3")
        .arg(labelOf(change.parameter), valueWords(change.parameter, change.before),
             valueWords(change.parameter, change.now));
}

QString choicesInWords() {
    return QStringLiteral("\n\n") +
           retrainWords(
               "A new run keeps what is trained here, and reuses what the change leaves as it is. Training again "
               "here replaces the stages of this run when it has finished.");
}

} // namespace

QString retrainQuestion(const std::vector<Replacement>& replaced) {
    QStringList stages;
    QStringList changes;
    for (const Replacement& each : replaced) {
        stages << titleOf(each.stage);
        for (const Replacement::Change& change : each.changes)
            changes << retrainChange(change);
    }
    changes.removeDuplicates();
    const QString cause =
        changes.isEmpty() ? retrainWords("other parameters or data") : changes.join(QStringLiteral("; "));
    const char* const what = stages.size() == 1 ? "This stage was trained with other settings: %1\n(%2)"
                                                : "These stages were trained with other settings: %1\n(%2)";
    return retrainWords(what).arg(stages.join(QStringLiteral(", ")), cause) + choicesInWords();
}

QString otherGroupsQuestion() {
    return retrainWords("This run was trained with other class groups.") + choicesInWords();
}

} // namespace moelab
