#pragma once

#include <spdlog/common.h>

namespace moelab {

/// Where log messages go, besides where spdlog's logger sends them when this is first called. Sinks come and go
/// while any thread logs, which spdlog's own list of them does not allow. First called while no other thread logs.
void addLogSink(const spdlog::sink_ptr& sink);
void removeLogSink(const spdlog::sink_ptr& sink);

} // namespace moelab
