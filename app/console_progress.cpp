#include "console_progress.h"

#include "base/percent.h"
#include "base/printable.h"
#include "chance_text.h"
#include "terminal.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>
#include <cstdio>
#include <utility>

namespace moelab {
namespace {

constexpr auto kDrawInterval = std::chrono::milliseconds(100);

/// The names of stages stand in a column of at least so many, where there is room for more than that.
constexpr std::size_t kNameColumns = 18;
constexpr std::size_t kRoomForTheRest = 42;

/// With its group's name as a person gave it; "expert-natural" where that is what the stage is called, too.
std::string nameOf(const Stage& stage) {
    return stage.name.ends_with(stage.title.name) ? stage.name : "expert " + onOneLine(stage.title.name);
}

std::size_t columnsForNames(const Parameters& parameters) {
    std::vector<std::string> names;
    for (const Stage& stage : stagesOf(parameters.groups))
        names.push_back(nameOf(stage));
    return columnsFor(names, kNameColumns);
}

std::string lineOf(const Stage& stage, const std::string& text, std::size_t nameColumns) {
    return (nameColumns > 0 ? cell(nameOf(stage), nameColumns) : nameOf(stage)) + " " + onOneLine(text);
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
    const auto whole = std::llround(seconds);
    if (whole >= 3600)
        return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

ConsoleProgress::ConsoleProgress(Parameters parameters)
    : m_parameters(std::move(parameters))
    , m_nameColumns(columnsForNames(m_parameters))
    , m_redraws(canRedraw()) {}

void ConsoleProgress::stageStarted(const Stage& stage, std::int64_t epochsDone) {
    const std::lock_guard guard(m_mutex);
    m_order.push_back(stage.name);
    print(stage, epochsDone > 0 ? fmt::format("continues after epoch {}", epochsDone) : "starts", true);
}

void ConsoleProgress::batchDone(const Stage& stage, const BatchProgress& progress) {
    if (!m_redraws)
        return;
    const std::lock_guard guard(m_mutex);
    print(stage,
          fmt::format("epoch {}/{}  batch {:>3}/{}  loss {:.4f}  accuracy {:5.1f} %  {} left  {}", progress.epoch,
                      progress.epochs, progress.batch, progress.batches, progress.loss,
                      inPercent(progress.accuracy), durationText(secondsLeft(progress)),
                      patienceText(progress.patienceLeft)),
          false);
}

void ConsoleProgress::epochDone(const Stage& stage, const EpochMetrics& metrics) {
    const std::lock_guard guard(m_mutex);
    print(
        stage,
        fmt::format(
            "epoch {}  loss {:.4f}  accuracy {:5.1f} %  validation loss {:.4f}  accuracy {:5.1f} %  {:.1f} s  {}{}",
            metrics.epoch, metrics.loss, inPercent(metrics.accuracy), metrics.validationLoss,
            inPercent(metrics.validationAccuracy), metrics.seconds, patienceText(metrics.patienceLeft),
            metrics.improved ? "  best so far" : ""),
        true);
}

void ConsoleProgress::stageFinished(const Stage& stage, const StageResult& result) {
    const std::lock_guard guard(m_mutex);
    print(stage,
          fmt::format("done: test loss {:.4f}  accuracy {:5.1f} %  best epoch {} of {}  {}", result.loss,
                      inPercent(result.accuracy), result.bestEpoch, result.epochs, durationText(result.seconds)) +
              (isAtChance(result, stage, m_parameters) ? "  " + chanceText(result, m_parameters) : ""),
          true);
}

void ConsoleProgress::stageWaits(const Stage& stage, const std::string& problem) {
    const std::lock_guard guard(m_mutex);
    if (problem.empty()) {
        m_waiting.erase(stage.name);
        print(stage, "could save again and continues", true);
    } else {
        m_waiting.insert(stage.name);
        printWhole(stage, "waits until it can save", problem);
    }
}

void ConsoleProgress::stageFailed(const Stage& stage, const std::string& message) {
    const std::lock_guard guard(m_mutex);
    m_failed = true;
    printWhole(stage, "failed", message);
}

void ConsoleProgress::print(const Stage& stage, const std::string& text, bool now) {
    if (!m_redraws) {
        std::fprintf(stderr, "%s\n", lineOf(stage, text, m_nameColumns).c_str());
        return;
    }
    m_lines[stage.name] =
        lineOf(stage, text, terminalColumns() < m_nameColumns + kRoomForTheRest ? 0 : m_nameColumns);
    const auto time = std::chrono::steady_clock::now();
    if (!now && time - m_lastDrawing < kDrawInterval)
        return;
    m_lastDrawing = time;
    redraw();
}

void ConsoleProgress::printWhole(const Stage& stage, const std::string& what, const std::string& why) {
    const std::string line = lineOf(stage, what + ": " + why, m_nameColumns);
    if (m_redraws) {
        if (m_drawn > 0)
            std::fprintf(stderr, "\x1b[%dA\r\x1b[J", m_drawn);
        m_drawn = 0;
    }
    std::fprintf(stderr, "%s\n", line.c_str());
    if (m_redraws)
        print(stage, what, true);
}

void ConsoleProgress::redraw() {
    std::string text = m_drawn > 0 ? fmt::format("\x1b[{}A", m_drawn) : "";
    const std::size_t columns = terminalColumns();
    for (const std::string& name : m_order) // one that is wider would wrap and spoil the count of drawn lines
        text += "\r\x1b[2K" + cutTo(m_lines[name], columns - 1) + "\n";
    m_drawn = static_cast<int>(m_order.size());
    std::fputs(text.c_str(), stderr);
}

CountProgress::CountProgress(std::string what)
    : m_what(std::move(what)) {}

Progress CountProgress::callback() {
    if (!canRedraw())
        return {};
    return [this](std::uint64_t done, std::uint64_t total) {
        const std::lock_guard guard(m_mutex);
        const auto time = std::chrono::steady_clock::now();
        if (time - m_lastDrawing < kDrawInterval)
            return;
        m_lastDrawing = time;
        m_drawn = true;
        const std::string line =
            total > 0 ? fmt::format("{}: {} of {}", m_what, done, total) : fmt::format("{}: {}", m_what, done);
        std::fprintf(stderr, "\r\x1b[2K%s", cutTo(line, terminalColumns() - 1).c_str());
    };
}

void CountProgress::end() {
    if (std::exchange(m_drawn, false))
        std::fputs("\r\x1b[2K", stderr);
}

void showProgress(const std::string& what, std::uint64_t done, std::uint64_t total) {
    if (!canRedraw())
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
