#include "experiment/log_sinks.h"

#include <spdlog/sinks/dist_sink.h>
#include <spdlog/spdlog.h>

namespace moelab {
namespace {

spdlog::sinks::dist_sink_mt& sinks() {
    static const auto all = [] {
        auto made = std::make_shared<spdlog::sinks::dist_sink_mt>(spdlog::default_logger()->sinks());
        spdlog::set_default_logger(std::make_shared<spdlog::logger>("moelab", made));
        spdlog::flush_on(spdlog::level::info);
        return made;
    }();
    return *all;
}

} // namespace

void addLogSink(const spdlog::sink_ptr& sink) { sinks().add_sink(sink); }

void removeLogSink(const spdlog::sink_ptr& sink) { sinks().remove_sink(sink); }

} // namespace moelab
