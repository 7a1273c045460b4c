#include "engine/trained_networks.h"

#include "base/json.h"
#include "data/group_id.h"
#include "engine/stage_trainer.h"
#include "network/weights.h"
#include "plan/members.h"

#include <ATen/ATen.h>

namespace moelab {

std::vector<NamedNetwork> trainedNetworks(const RunContext& context, const std::vector<Stage>& trained) {
    std::vector<NamedNetwork> members;
    for (const Stage& stage : trained) {
        std::vector<Network> networks = loadMembers(context, stage);
        const std::vector<Member> names = membersOf(stage, context.parameters, context.classes());
        for (std::size_t i = 0; i < networks.size(); ++i) {
            networks[i].moveTo(at::kCPU);
            members.push_back({names[i].name, stage.learning, std::move(networks[i])});
        }
    }
    return members;
}

void saveWeights(const std::vector<NamedNetwork>& networks, const ClassGroups& groups,
                 const std::filesystem::path& file) {
    TensorFile tensors;
    for (const NamedNetwork& member : networks)
        tensors.add(member.name + ".", member.network.weights());
    Json names = Json::object();
    for (const ClassGroup& group : groups)
        names[groupId(group.name)] = group.name;
    tensors.write(file,
                  {{"format", "pt"},
                   {"groups", names.dump()},
                   {"layout", "dense layers after a flatten read height, width, channel"}},
                  IfExists::Refuse);
}

} // namespace moelab
