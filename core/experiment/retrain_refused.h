#pragma once

#include "base/error.h"
#include "experiment/stage_state.h"

#include <filesystem>
#include <vector>

namespace moelab {

/// Thrown before anything is changed, where training would replace what was trained, and nobody asked for that.
class RetrainRefused : public Error {
  public:
    RetrainRefused(const std::filesystem::path& run, std::vector<Replacement> replaced);
    const std::vector<Replacement>& replaced() const { return m_replaced; }

  private:
    std::vector<Replacement> m_replaced;
};

} // namespace moelab
