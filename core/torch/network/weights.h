#pragma once

#include "base/safetensors.h"
#include "network/network.h"

#include <filesystem>

namespace moelab {

/// A tensor list as safetensors takes it; holds what the views look at.
class TensorFile {
  public:
    /// @param tensor float, int64 or uint8, on any device
    void add(const std::string& name, const at::Tensor& tensor);
    void add(const std::string& prefix, const NamedTensors& tensors);
    void write(const std::filesystem::path& path, const std::map<std::string, std::string>& metadata,
               IfExists ifExists = IfExists::Replace) const;
    /// @returns as sha256() of safetensors.h
    std::string sha256() const;

  private:
    std::vector<at::Tensor> m_tensors;
    std::vector<StoredTensor> m_entries;
};

/// Copies the tensors named prefix + name into `targets`. All are checked before the first is touched.
/// @throws Error naming `source` and the first tensor that is missing or of another shape
void readTensors(const SafeTensors& content, const std::string& prefix, const NamedTensors& targets,
                 const std::string& source);

} // namespace moelab
