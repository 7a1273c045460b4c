#include "run_log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

namespace moelab {

void logTo(const RunFolder& folder) {
    try {
        auto file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(folder.log().string());
        file->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
        spdlog::default_logger()->sinks().push_back(file);
        spdlog::flush_on(spdlog::level::info);
    } catch (const spdlog::spdlog_ex& problem) { // a run without its log is still a run
        spdlog::warn("no log is kept: {}", problem.what());
    }
}

} // namespace moelab
