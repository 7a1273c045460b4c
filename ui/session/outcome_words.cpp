#include "session/outcome_words.h"

#include <QCoreApplication>

namespace moelab {
namespace {

QString translated(const char* text) { return QCoreApplication::translate("moelab::Outcome", text); }

} // namespace

QString nameOf(Outcome outcome) {
    switch (outcome) {
    case Outcome::Right:
        return translated("right, as the baseline");
    case Outcome::Saved:
        return translated("saved by the mixture");
    case Outcome::Gate:
        return translated("gate");
    case Outcome::Blend:
        return translated("weighing");
    case Outcome::Members:
        return translated("members");
    case Outcome::MisroutedMembers:
        return translated("members, misrouted");
    }
    return {};
}

QString meaningOf(Outcome outcome) {
    switch (outcome) {
    case Outcome::Right:
        return translated("The baseline and the mixture are right.");
    case Outcome::Saved:
        return translated("The baseline alone is wrong, the mixture is right.");
    case Outcome::Gate:
        return translated("Gate: sent to its own group's expert, the image would be answered right.");
    case Outcome::Blend:
        return translated(
            "Weighing: the baseline or the image's own expert is right alone; weighing them lost it.");
    case Outcome::Members:
        return translated("Members: sent to its own group, but neither the baseline nor that expert has it right.");
    case Outcome::MisroutedMembers:
        return translated("Members, misrouted: sent to another group, and neither the baseline nor the image's own "
                          "expert has it right.");
    }
    return {};
}

} // namespace moelab
