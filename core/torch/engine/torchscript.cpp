#include "engine/torchscript.h"

#include "base/files.h"

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
        line(member.name.starts_with("sub-gate-") ? "return torch.reshape(x, [x.size(0), -1, 2])" : "return x");
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

/// The mixture as the notebook writes it, for any number of groups (see network/mixture.h).
std::string forwardSource(const ClassGroups& groups) {
    std::string experts;
    std::string weights;
    for (const ClassGroup& group : groups) {
        experts += "self." + identifier("expert-" + group.name) + "(x), ";
        weights += "self." + identifier("sub-gate-" + group.name) + "(x), ";
    }
    return "def forward(self, x):\n"
           "    gate = self.gate(x)\n"
           "    route = gate.size(1) - 1 - torch.argmax(torch.flip(gate, [1]), 1)\n"
           "    row = torch.arange(x.size(0), device=x.device)\n"
           "    expert = torch.stack([" +
           experts +
           "], 1)[row, route]\n"
           "    weights = torch.stack([" +
           weights +
           "], 1)[row, route]\n"
           "    return self.baseline(x) * weights[:, :, 0] + expert * weights[:, :, 1]\n";
}

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
    module.define(forwardSource(groups));
    std::ostringstream bytes;
    module.save(bytes);
    writeFileAtomically(file, bytes.str(), IfExists::Refuse);
}

} // namespace moelab
