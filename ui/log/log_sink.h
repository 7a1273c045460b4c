#pragma once

#include "log/log_model.h"

#include <spdlog/sinks/base_sink.h>

#include <mutex>
#include <vector>

namespace moelab {

/// Keeps spdlog's messages, from whatever thread, until the window takes them.
class LogSink : public spdlog::sinks::base_sink<std::mutex> {
  public:
    std::vector<LogEntry> take();

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}

  private:
    std::vector<LogEntry> m_entries;
};

} // namespace moelab
