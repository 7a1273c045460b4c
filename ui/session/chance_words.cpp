#include "session/chance_words.h"

#include "session/stage_view.h"

#include <QCoreApplication>

#include <algorithm>

namespace moelab {
namespace {

QString chanceWords(const char* text) { return QCoreApplication::translate("moelab::ChanceNote", text); }

QString causeOf(const StageResult& result, const Parameters& parameters) {
    if (result.epochs < parameters.epochs)
        return chanceWords("patience %1 ended it in epoch %2").arg(parameters.patience).arg(result.epochs);
    if (result.epochs == 1)
        return chanceWords("its only epoch is done");
    return QCoreApplication::translate("moelab::ChanceNote", "all %n epochs are done", nullptr,
                                       static_cast<int>(result.epochs));
}

} // namespace

ChanceNote chanceNote(const Stage& stage, const StageResult& result, const Parameters& parameters,
                      const std::vector<Stage>& atChance) {
    ChanceNote note;
    QStringList members;
    for (const Stage& other : atChance)
        if (dependsOn(stage, other))
            members << titleOf(other);
    if (!members.isEmpty()) {
        note.state = chanceWords("done, members at chance");
        note.text = chanceWords("Built on members at chance: %1.").arg(members.join(QStringLiteral(", ")));
    }
    if (std::ranges::find(atChance, stage.name, &Stage::name) != atChance.end()) {
        note.state = chanceWords("done, at chance");
        note.cause = causeOf(result, parameters);
        note.text +=
            (note.text.isEmpty() ? QString() : QStringLiteral(" ")) + chanceWords("At chance: %1.").arg(note.cause);
    }
    if (!note.text.isEmpty())
        note.text +=
            u' ' + chanceWords("A stage at chance has learned nothing. Train it with more patience or epochs, "
                               "another learning rate or another seed.");
    return note;
}

} // namespace moelab
