#include "network/weights.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace moelab {
namespace {

const char* dtypeName(at::ScalarType type) {
    switch (type) {
    case at::kFloat:
        return "F32";
    case at::kLong:
        return "I64";
    default:
        TORCH_CHECK(type == at::kByte, "tensors of this type are not stored");
        return "U8";
    }
}

} // namespace

void TensorFile::add(const std::string& name, const at::Tensor& tensor) {
    const at::Tensor& kept = m_tensors.emplace_back(tensor.detach().to(at::kCPU).contiguous());
    m_entries.push_back({name, dtypeName(kept.scalar_type()), kept.sizes().vec(),
                         std::string_view(static_cast<const char*>(kept.data_ptr()), kept.nbytes())});
}

void TensorFile::add(const std::string& prefix, const NamedTensors& tensors) {
    for (const auto& [name, tensor] : tensors)
        add(prefix + name, tensor);
}

void TensorFile::write(const std::filesystem::path& path, const std::map<std::string, std::string>& metadata,
                       IfExists ifExists) const {
    writeSafeTensors(path, metadata, m_entries, ifExists);
}

std::string TensorFile::sha256() const { return moelab::sha256(m_entries); }

void readTensors(const SafeTensors& content, const std::string& prefix, const NamedTensors& targets,
                 const std::string& source) {
    std::vector<const StoredTensor*> found;
    for (const auto& [name, tensor] : targets)
        found.push_back(&content.find(prefix + name, dtypeName(tensor.scalar_type()),
                                      std::span(tensor.sizes().data(), tensor.sizes().size()), source));
    at::NoGradGuard noGradient;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        at::Tensor copy = at::empty_like(targets[i].second, at::kCPU, at::MemoryFormat::Contiguous);
        std::ranges::copy(found[i]->bytes, static_cast<char*>(copy.data_ptr())); // as many: find saw to it
        targets[i].second.detach().copy_(copy);
    }
}

} // namespace moelab
