#include "experiment/members.h"

namespace moelab {
namespace {

NetworkSize sizeOf(bool large) { return large ? NetworkSize::Large : NetworkSize::Small; }

} // namespace

std::vector<Member> membersOf(const Stage& stage, const Parameters& parameters, int classes) {
    switch (stage.kind) {
    case StageKind::Baseline:
        return {{stage.name, vgg(sizeOf(parameters.useLargeBaselineClassifier), classes)}};
    case StageKind::Gate:
        return {
            {stage.name, vgg(sizeOf(parameters.useLargeGatingMlp), static_cast<int>(parameters.groups.size()))}};
    case StageKind::Expert: // ten outputs: labels keep their meaning, an expert only sees fewer of them
        return {{stage.name, vgg(sizeOf(parameters.useLargeExperts), classes)}};
    case StageKind::Mixture:
        break;
    }
    std::vector<Member> subGates;
    for (const ClassGroup& group : parameters.groups)
        subGates.push_back({"sub-gate-" + group.name, subGate(classes)});
    return subGates;
}

} // namespace moelab
