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
/// @param methods their names
std::string parameterName(const std::string& tensor, const std::vector<std::string>& methods) {
    std::string name = identifier(tensor);
    while (std::ranges::find(methods, name) != methods.end())
        name += '_';
    return name;
}

/// Writes the method that maps images to a member's probabilities.
class Method {
  public:
    Method(const NamedNetwork& member, const std::vector<std::string>& methods)
        : m_member(member)
        , m_methods(methods) {
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
        return "self." + parameterName(stem + ".weight", m_methods) + ", self." +
               parameterName(stem + ".bias", m_methods);
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
    const std::vector<std::string>& m_methods;
    std::string m_source;
};

/// The method of a group's expert that has nothing to learn: its class, whatever the images.
std::string constantMethod(const ClassGroup& group, const ClassGroups& groups) {
    std::size_t classes = 0; // each is in one group
    for (const ClassGroup& each : groups)
        classes += each.classes.size();
    return "def " + identifier("expert-" + group.name) +
           "(self, x):\n"
           "    shares = torch.zeros([x.size(0), " +
           std::to_string(classes) +
           "], dtype=x.dtype, device=x.device)\n"
           "    shares[:, " +
           std::to_string(group.classes.front()) +
           "] = 1\n"
           "    return shares\n";
}

} // namespace

void saveTorchScript(const std::vector<NamedNetwork>& members, const ClassGroups& groups,
                     const std::filesystem::path& file) {
    torch::jit::Module module("__torch__.MixtureOfExperts");
    std::vector<std::string> methods;
    for (const NamedNetwork& member : members)
        methods.push_back(identifier(member.name));
    for (const ClassGroup& group : groups)
        methods.push_back(identifier("expert-" + group.name));
    for (const NamedNetwork& member : members)
        for (const auto& [name, tensor] : member.network.weights())
            module.register_parameter(parameterName(member.name + "." + name, methods), tensor.detach().clone(),
                                      false);
    for (const NamedNetwork& member : members)
        module.define(Method(member, methods).source());
    for (const ClassGroup& group : groups)
        if (group.classes.size() == 1)
            module.define(constantMethod(group, groups));
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
