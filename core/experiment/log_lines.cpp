#include "experiment/log_lines.h"

#include "base/printable.h"

#include <spdlog/pattern_formatter.h>

namespace moelab {
namespace {

/// What a pattern's %v stands for.
class Message : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& line) override {
        const std::string text = onOneLine({message.payload.data(), message.payload.size()});
        line.append(text.data(), text.data() + text.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Message>(); }
};

} // namespace

std::unique_ptr<spdlog::formatter> logLines(const std::string& pattern) {
    auto lines = std::make_unique<spdlog::pattern_formatter>();
    lines->add_flag<Message>('v').set_pattern(pattern);
    return lines;
}

} // namespace moelab
