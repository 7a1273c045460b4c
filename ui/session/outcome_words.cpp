#include "session/outcome_words.h"

#include <QCoreApplication>

namespace moelab {
namespace {

QString translated(const char* text) { return QCoreApplication::translate("moelab::Outcome", text); }

} // namespace

QString nameOf(Outcome outcome) {
    switch (outcome) {
    case Outcome::Right:
        return translated("correct, like the baseline");
    case Outcome::Saved:
        return translated("corrected by the mixture");
    case Outcome::Gate:
        return translated("gate");
    case Outcome::Blend:
        return translated("combination");
    case Outcome::Members:
        return translated("baseline and expert");
    case Outcome::MisroutedMembers:
        return translated("baseline and expert, misrouted");
    }
    return {};
}

QString meaningOf(Outcome outcome) {
    switch (outcome) {
    case Outcome::Right:
        return translated("The baseline and the mixture are correct.");
    case Outcome::Saved:
        return translated("The baseline is wrong, the mixture is correct.");
    case Outcome::Gate:
        return translated("Gate: routed to the expert of its own group, the image would be classified correctly.");
    case Outcome::Blend:
        return translated("Combination: the baseline or the expert of the image's own group is correct, but their "
                          "combination is not.");
    case Outcome::Members:
        return translated(
            "Baseline and expert: routed to its own group, but neither the baseline nor that expert is correct.");
    case Outcome::MisroutedMembers:
        return translated("Baseline and expert, misrouted: routed to another group, and neither the baseline nor "
                          "the expert of its own group is correct.");
    }
    return {};
}

} // namespace moelab
