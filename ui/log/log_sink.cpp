#include "log/log_sink.h"

#include <utility>

namespace moelab {

std::vector<LogEntry> LogSink::take() {
    const std::lock_guard guard(mutex_);
    return std::exchange(m_entries, {});
}

void LogSink::sink_it_(const spdlog::details::log_msg& message) {
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(message.time.time_since_epoch());
    m_entries.push_back(
        {QDateTime::fromMSecsSinceEpoch(since.count()), static_cast<int>(message.level),
         QString::fromUtf8(message.payload.data(), static_cast<qsizetype>(message.payload.size()))});
}

} // namespace moelab
