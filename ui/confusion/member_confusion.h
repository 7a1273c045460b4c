#pragma once

#include "confusion/confusion_table.h"
#include "experiment/member_outputs.h"
#include "plan/stage.h"

namespace moelab {

class Session;

/// How often the stage's member took one class for another, classes of a group together, of an expert those of its
/// own; against the baseline for the mixture. Only of a stage that is scored.
ConfusionTable confusionOf(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups,
                           const std::vector<std::string>& classNames);

/// @returns whether the session knows what the stage's member said of the test images
bool isScored(const Session& session, const Stage& stage);

/// How often the stage's member took one class for another, classes of a group together.
/// @param epoch one that session.epochAnswers has, of the validation images; or -1 for the best weights, if
/// isScored
ConfusionTable confusionOf(const Session& session, const Stage& stage, int epoch = -1);

/// How often the gate sent images of each class to each group. @param epoch as above. @returns [classes][groups]
std::vector<std::vector<std::int64_t>> routesOf(const Session& session, const Stage& gate, int epoch);

} // namespace moelab
