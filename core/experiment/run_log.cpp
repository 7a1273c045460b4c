#include "experiment/run_log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

namespace moelab {

RunLog::RunLog(const RunFolder& folder) {
    if (folder.readOnly())
        return;
    try {
        m_sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(folder.log().string());
        m_sink->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
        spdlog::default_logger()->sinks().push_back(m_sink);
        spdlog::flush_on(spdlog::level::info);
    } catch (const spdlog::spdlog_ex& problem) { // a run without its log is still a run
        spdlog::warn("no log is kept: {}", problem.what());
    }
}

RunLog::~RunLog() {
    if (m_sink)
        std::erase(spdlog::default_logger()->sinks(), m_sink);
}

} // namespace moelab
