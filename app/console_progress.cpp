#include "console_progress.h"

#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace moelab {
namespace {

constexpr auto kDrawInterval = std::chrono::milliseconds(100);

/// A line longer than the terminal would wrap and spoil the count of drawn lines.
std::size_t terminalWidth() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string patienceText(std::int64_t left) { return fmt::format("patience {}", left); }

/// At most this long: early stopping may end the stage before.
double secondsLeft(const BatchProgress& progress) {
    const double done = static_cast<double>((progress.epoch - 1) * progress.batches + progress.batch);
    const double all = static_cast<double>(progress.epochs * progress.batches);
    return progress.seconds / done * (all - done);
}

} // namespace

std::string durationText(double seconds) {
    const auto whole = static_cast<long long>(seconds + 0.5);
    if (whole >= 3600)
        return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

ConsoleProgress::ConsoleProgress()
    : m_terminal(isatty(STDERR_FILENO) != 0) {}

void ConsoleProgress::stageStarted(const Stage& stage, std::int64_t epochsDone) {
    const std::lock_guard guard(m_mutex);
    m_order.push_back(stage.name);
    print(stage, epochsDone > 0 ? fmt::format("continues after epoch {}", epochsDone) : "starts", true);
}

void ConsoleProgress::batchDone(const Stage& stage, const BatchProgress& progress) {
    if (!m_terminal)
        return;
    const std::lock_guard guard(m_mutex);
    print(stage,
          fmt::format("epoch {}/{}  batch {:>3}/{}  loss {:.4f}  accuracy {:5.1f} %  {} left  {}", progress.epoch,
                      progress.epochs, progress.batch, progress.batches, progress.loss, 100 * progress.accuracy,
                      durationText(secondsLeft(progress)), patienceText(progress.patienceLeft)),
          false);
}

void ConsoleProgress::epochDone(const Stage& stage, const EpochMetrics& metrics) {
    const std::lock_guard guard(m_mutex);
    print(
        stage,
        fmt::format(
            "epoch {}  loss {:.4f}  accuracy {:5.1f} %  validation loss {:.4f}  accuracy {:5.1f} %  {:.1f} s  {}{}",
            metrics.epoch, metrics.loss, 100 * metrics.accuracy, metrics.validationLoss,
            100 * metrics.validationAccuracy, metrics.seconds, patienceText(metrics.patienceLeft),
            metrics.improved ? "  best so far" : ""),
        true);
}

void ConsoleProgress::stageFinished(const Stage& stage, const StageResult& result) {
    const std::lock_guard guard(m_mutex);
    print(stage,
          fmt::format("done: test loss {:.4f}  accuracy {:5.1f} %  best epoch {} of {}  {}", result.loss,
                      100 * result.accuracy, result.bestEpoch, result.epochs, durationText(result.seconds)),
          true);
}

void ConsoleProgress::stageWaits(const Stage& stage, const std::string& problem) {
    const std::lock_guard guard(m_mutex);
    print(stage, problem.empty() ? "could save, and goes on" : "waits until it can save: " + problem, true);
}

void ConsoleProgress::stageFailed(const Stage& stage, const std::string& message) {
    const std::lock_guard guard(m_mutex);
    m_failed = true;
    print(stage, "failed: " + message, true);
}

void ConsoleProgress::print(const Stage& stage, const std::string& text, bool now) {
    const std::string line = fmt::format("{:<18} {}", stage.name, text);
    if (!m_terminal) {
        std::fprintf(stderr, "%s\n", line.c_str());
        return;
    }
    m_lines[stage.name] = line;
    const auto time = std::chrono::steady_clock::now();
    if (!now && time - m_lastDrawing < kDrawInterval)
        return;
    m_lastDrawing = time;
    redraw();
}

void ConsoleProgress::redraw() {
    std::string text = m_drawn > 0 ? fmt::format("\x1b[{}A", m_drawn) : "";
    const std::size_t width = terminalWidth();
    for (const std::string& name : m_order)
        text += "\r\x1b[2K" + m_lines[name].substr(0, width - 1) + "\n";
    m_drawn = static_cast<int>(m_order.size());
    std::fputs(text.c_str(), stderr);
}

void showProgress(const std::string& what, std::uint64_t done, std::uint64_t total) {
    if (!isatty(STDERR_FILENO))
        return;
    if (total > 0)
        std::fprintf(stderr, "\r%s %5.1f %% of %.1f MB ", what.c_str(),
                     100.0 * static_cast<double>(done) / static_cast<double>(total),
                     static_cast<double>(total) / 1e6);
    else
        std::fprintf(stderr, "\r%s %.1f MB ", what.c_str(), static_cast<double>(done) / 1e6);
    if (done == total)
        std::fputs("\n", stderr);
}

} // namespace moelab
