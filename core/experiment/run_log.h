#pragma once

#include "experiment/run_folder.h"

#include <spdlog/common.h>

namespace moelab {

/// While it lives, log messages also go to the run's run.log, wherever the run goes. Outlived by the folder.
class RunLog {
  public:
    /// Of a run that is open for reading only, no log is kept.
    explicit RunLog(const RunFolder& folder);
    ~RunLog();
    RunLog(const RunLog&) = delete;
    RunLog& operator=(const RunLog&) = delete;

  private:
    spdlog::sink_ptr m_sink; ///< null if the file cannot be, or is not to be written
};

} // namespace moelab
