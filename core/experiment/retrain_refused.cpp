#include "experiment/retrain_refused.h"

#include "base/printable.h"

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

/// Only that there are to be more epochs: what there is lacks a state to continue from.
bool onlyGrew(const std::vector<Replacement::Change>& changes) {
    return !changes.empty() && std::ranges::all_of(changes, [](const Replacement::Change& change) {
        return (change.parameter == "epochs" || change.parameter == "patience") && change.now > change.before;
    });
}

std::string textOf(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

/// "baseline and gate were trained with epochs=10 instead of 5"
std::string wordsFor(const std::vector<Replacement>& replaced) {
    std::vector<std::string> names;
    std::vector<std::string> changes;
    bool grew = true;
    for (const Replacement& each : replaced) {
        names.push_back(each.stage.name);
        grew = grew && (each.followsMembers || onlyGrew(each.changes));
        for (const Replacement::Change& change : each.changes) {
            const std::string text = change.parameter == "groups" ? "other groups"
                                                                  : change.parameter + "=" + textOf(change.before) +
                                                                        " instead of " + textOf(change.now);
            if (std::ranges::find(changes, text) == changes.end())
                changes.push_back(text);
        }
    }
    return inWords(names) + (names.size() == 1 ? " was" : " were") + " trained with " +
           (changes.empty() ? "other parameters or data" : inWords(changes)) +
           (grew ? ", and no state was kept from which training could continue" : "");
}

} // namespace

RetrainRefused::RetrainRefused(const std::filesystem::path& run, std::vector<Replacement> replaced)
    : Error(run.string() + ":", wordsFor(replaced),
            "Add --retrain to train " + std::string(replaced.size() == 1 ? "it" : "them") +
                " again, or train a new run with another --out")
    , m_replaced(std::move(replaced)) {}

} // namespace moelab
