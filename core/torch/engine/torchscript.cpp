#include "engine/torchscript.h"

#include "base/files.h"
#include "data/group_id.h"
#include "network/mixture.h"

#include <torch/csrc/jit/api/module.h>

#include <algorithm>
#include <sstream>

namespace moelab {
namespace {

/// A name as Python takes it.
std::string identifier(std::string name) {
    std::ranges::replace(name, '-', '_');
    std::ranges::replace(name, '.', '_');
    return name;
}

/// What a tensor of a member is called in the module. Methods have the members' names, and a group may be called so
/// that its member's is also that of another one's tensor: then the tensor's gives way.
/// @param tensor "expert-natural.conv1.weight"
std::string parameterName(const std::string& tensor, const std::vector<NamedNetwork>& members) {
    std::string name = identifier(tensor);
    const auto isMethod = [&](const NamedNetwork& member) { return identifier(member.name) == name; };
    while (std::ranges::any_of(members, isMethod))
        name += '_';
    return name;
}

/// Writes the method that maps images to a member's probabilities.
class Method {
  public:
    Method(const NamedNetwork& member, const std::vector<NamedNetwork>& members)
        : m_member(member)
        , m_members(members) {
        m_source = "def " + identifier(member.name) + "(self, x):\n";
        write(member.network.spec());
        line("x = torch.softmax(x, 1)");
        line(member.learning == Learning::Blend ? "return torch.reshape(x, [x.size(0), -1, 2])" : "return x");
    }

    const std::string& source() const { return m_source; }

  private:
    void line(const std::string& code) { m_source += "    " + code + "\n"; }

    std::string weightsOf(const Layer& layer) const {
        const std::string stem = m_member.name + "." + layer.name;
        return "self." + parameterName(stem + ".weight", m_members) + ", self." +
               parameterName(stem + ".bias", m_members);
    }

    void write(const std::vector<Layer>& layers) {
        for (const Layer& layer : layers) {
            switch (layer.kind) {
            case LayerKind::Convolution:
                line("x = torch.conv2d(x, " + weightsOf(layer) + ", [1, 1], [1, 1])");
                break;
            case LayerKind::MaxPool:
                line("x = torch.max_pool2d(x, [2, 2])");
                break;
            case LayerKind::Dropout: // for inference
                break;
            case LayerKind::Flatten: // the first dense layer reads channels last
                line("x = torch.flatten(torch.permute(x, [0, 2, 3, 1]), 1)");
                break;
            case LayerKind::Dense:
                line("x = torch.linear(x, " + weightsOf(layer) + ")");
                break;
            case LayerKind::Relu:
                line("x = torch.relu(x)");
                break;
            case LayerKind::Residual:
                line(layer.name + " = x");
                write(layer.body);
                line("x = " + layer.name + " + x");
                break;
            }
            if (layer.relu)
                line("x = torch.relu(x)");
        }
    }

    const NamedNetwork& m_member;
    const std::vector<NamedNetwork>& m_members;
    std::string m_source;
};

} // namespace

void saveTorchScript(const std::vector<NamedNetwork>& members, const ClassGroups& groups,
                     const std::filesystem::path& file) {
    torch::jit::Module module("__torch__.MixtureOfExperts");
    for (const NamedNetwork& member : members)
        for (const auto& [name, tensor] : member.network.weights())
            module.register_parameter(parameterName(member.name + "." + name, members), tensor.detach().clone(),
                                      false);
    for (const NamedNetwork& member : members)
        module.define(Method(member, members).source());
    std::vector<std::string> experts;
    std::vector<std::string> subGates;
    for (const ClassGroup& group : groups) {
        experts.push_back(identifier("expert-" + groupId(group.name)));
        subGates.push_back(identifier("sub-gate-" + groupId(group.name)));
    }
    module.define(mixtureScript("baseline", "gate", experts, subGates));
    std::ostringstream bytes;
    module.save(bytes);
    writeFileAtomically(file, bytes.str(), IfExists::Refuse);
}

} // namespace moelab
