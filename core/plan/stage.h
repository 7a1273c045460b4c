#pragma once

#include "base/json.h"
#include "config/parameters.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// What a member's outputs are shares of.
enum class Targets { Classes, Groups };

/// How the networks of a stage learn.
enum class Learning {
    Alone,  ///< one network, from images and their targets
    Blend,  ///< a sub-gate per class group: how the outputs of the members that the stage needs are combined
    Nothing ///< no network: the member is one class with certainty, as its group has no other
};

/// A title for people, in two parts, so that it can be translated: "Expert %1" and "artificial".
struct Title {
    std::string_view text;
    std::string name; ///< a person's, for %1; else empty
};

/// One training step of a run. What the rest of the program does with a stage follows from these properties.
struct Stage {
    std::string name; ///< "baseline", "gate", "expert-<groupId>", "mixture"; also its folder's name
    Title title;
    int colour = 0;        ///< its place in the palette
    std::string_view role; ///< what its networks are for (see config/networks.h)
    Targets targets = Targets::Classes;
    int group = -1; ///< the class group whose images it learns from and is scored on; -1: all images
    Learning learning = Learning::Alone;
    int constant = -1;        ///< the class that the member predicts with certainty, if it learns nothing
    bool isMixture = false;   ///< its outputs are the mixture's
    bool isReference = false; ///< the mixture's gain is measured against it
    /// Names of what its members put out (see MemberOutputs): what it is scored by first, and, last, what they put
    /// out themselves.
    std::vector<std::string> outputs;
    std::vector<std::string> needs;       ///< the stages whose members it stands on, by their names
    std::vector<std::string_view> shapes; ///< the parameters that shape it, beside those that shape every stage
};

/// In the order in which the notebook trains them: baseline, gate, an expert per group, mixture.
std::vector<Stage> stagesOf(const ClassGroups& groups);

bool dependsOn(const Stage& stage, const Stage& other);

/// Whether there is anything to train.
inline bool learns(const Stage& stage) { return stage.learning != Learning::Nothing; }

/// @throws Error naming the stages there are
const Stage& findStage(const std::vector<Stage>& stages, const std::string& name);

/// Refuses to train stages that stand on others which are neither trained nor among them.
/// @param isTrained asked of those that are not among them. @throws Error naming the first such pair
void checkNeeds(const std::vector<Stage>& stages, const std::vector<std::string>& names,
                const std::function<bool(const Stage&)>& isTrained);

/// The title of a stage of some run, which may have other groups, by its name.
Title titleOfStage(const std::string& name);

/// The stage that the mixture's gain is measured against, and the one whose outputs are the mixture's.
const Stage& referenceOf(const std::vector<Stage>& stages);
const Stage& mixtureOf(const std::vector<Stage>& stages);

/// Hash of all that shapes a stage's result, or would if it learned: its own parameters, the data, and the
/// fingerprints of the stages it depends on. Threads and device are not part of it: they change rounding and speed,
/// not what is computed.
/// @param data fingerprint of the images and labels in use
std::string fingerprint(const Stage& stage, const std::vector<Stage>& stages, const Parameters& parameters,
                        const std::string& data);

/// Hash of what shapes the course of a stage's training: as fingerprint(), but without epochs and patience, which
/// only say where it ends, and without the stages it depends on. Trainings of one course, on upstream members with
/// the same weights, do the same epoch by epoch until the shorter ends, so that the longer can continue from there.
std::string courseOf(const Stage& stage, const Parameters& parameters, const std::string& data);

/// The parameters that shape a stage's result, without those of the stages it depends on.
std::vector<std::string> parametersOf(const Stage& stage, const Parameters& parameters);

/// What such a parameter says to a stage, for people: of the networks its own alone, by its name if it has one.
Json valueFor(const Stage& stage, const Parameters& parameters, const std::string& name);

/// How many stages train at the same time, of those that learn; those that depend on others train after them.
/// @param parameters with at least 1 thread
int stagesAtOnce(const Parameters& parameters);

} // namespace moelab
