#include "plan/members.h"

#include "config/networks.h"
#include "data/group_id.h"

namespace moelab {

std::vector<Member> membersOf(const Stage& stage, const Parameters& parameters, int classes) {
    std::vector<Member> members;
    if (!learns(stage))
        return members;
    const NetworkSpec& network = networkOf(parameters, stage.role);
    if (stage.learning == Learning::Blend) { // a weight of the baseline and one of the expert for every class
        for (const ClassGroup& group : parameters.groups)
            members.push_back({"sub-gate-" + groupId(group.name), withOutputs(network, 2 * classes)});
        return members;
    }
    // An expert has an output for every class: labels keep their meaning, it only sees fewer of them.
    const int outputs = stage.targets == Targets::Groups ? static_cast<int>(parameters.groups.size()) : classes;
    return {{stage.name, withOutputs(network, outputs)}};
}

void checkNetworks(const Parameters& parameters, int classes, const ImageShape& images) {
    for (const Stage& stage : stagesOf(parameters.groups))
        for (const Member& member : membersOf(stage, parameters, classes))
            describe(member.network, images, "networks." + std::string(stage.role));
}

} // namespace moelab
