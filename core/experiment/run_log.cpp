#include "experiment/run_log.h"

#include "experiment/log_lines.h"
#include "experiment/log_sinks.h"

#include <spdlog/details/file_helper.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

namespace moelab {
namespace {

/// Writes to the log of the folder that the run is in.
class RunSink : public spdlog::sinks::base_sink<std::mutex> {
  public:
    explicit RunSink(const RunFolder& folder)
        : m_folder(folder)
        , m_path(folder.log()) {
        m_file.open(m_path.string());
    }

  private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        const std::filesystem::path path = m_folder.log();
        if (path != m_path) {
            m_path = path;
            m_file.open(path.string());
        }
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        m_file.write(line);
    }
    void flush_() override { m_file.flush(); }

    const RunFolder& m_folder;
    std::filesystem::path m_path;
    spdlog::details::file_helper m_file;
};

} // namespace

RunLog::RunLog(const RunFolder& folder) {
    if (folder.readOnly())
        return;
    try {
        m_sink = std::make_shared<RunSink>(folder);
        m_sink->set_formatter(logLines("%Y-%m-%dT%H:%M:%S.%e%z %l %v"));
        addLogSink(m_sink);
    } catch (const spdlog::spdlog_ex& problem) { // a run without its log is still a run
        spdlog::warn("no log is written: {}", problem.what());
    }
}

RunLog::~RunLog() {
    if (m_sink)
        removeLogSink(m_sink);
}

} // namespace moelab
