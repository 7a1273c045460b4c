#include "plan/members.h"

namespace moelab {
namespace {

NetworkSize sizeOf(const Stage& stage, const Parameters& parameters) {
    const bool large = stage.group >= 0                   ? parameters.useLargeExperts
                       : stage.targets == Targets::Groups ? parameters.useLargeGatingMlp
                                                          : parameters.useLargeBaselineClassifier;
    return large ? NetworkSize::Large : NetworkSize::Small;
}

} // namespace

std::vector<Member> membersOf(const Stage& stage, const Parameters& parameters, int classes) {
    std::vector<Member> members;
    if (stage.learning == Learning::Blend) {
        for (const ClassGroup& group : parameters.groups)
            members.push_back({"sub-gate-" + group.name, subGate(classes)});
        return members;
    }
    // An expert has an output for every class: labels keep their meaning, it only sees fewer of them.
    const int outputs = stage.targets == Targets::Groups ? static_cast<int>(parameters.groups.size()) : classes;
    return {{stage.name, vgg(sizeOf(stage, parameters), outputs)}};
}

} // namespace moelab
