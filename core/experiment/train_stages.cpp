#include "experiment/train_stages.h"

#include "base/error.h"
#include "config/parameter_table.h"
#include "experiment/engine.h"
#include "experiment/shared_cores.h"
#include "experiment/splits.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <deque>
#include <mutex>
#include <thread>

namespace moelab {
namespace {

/// Threads that take one stage after another.
class Workers {
  public:
    /// @param stages in the order in which they are taken
    Workers(const RunContext& context, const DataSet& data, std::vector<Stage> stages, Observer& observer,
            const StopToken& stop)
        : m_context(context)
        , m_data(data)
        , m_queue(stages.begin(), stages.end())
        , m_observer(observer)
        , m_stop(stop) {}

    void run(int atOnce) {
        const int count = std::min(atOnce, static_cast<int>(m_queue.size())); // before anyone takes one
        const auto all = static_cast<int>(m_context.parameters.threads);
        const bool fixed = threadsChangeBits(m_context.parameters, engine().convolutionFor(m_context.parameters));
        SharedCores cores(all, count);
        std::vector<std::thread> threads;
        for (int i = 0; i < count; ++i)
            threads.emplace_back([&, i] {
                work([&, i] { return fixed ? all / atOnce : cores.of(i); });
                cores.leave(i);
            });
        for (std::thread& thread : threads)
            thread.join();
        if (m_failure)
            std::rethrow_exception(m_failure);
    }

  private:
    std::optional<Stage> next() {
        const std::lock_guard guard(m_mutex);
        if (m_queue.empty() || m_stop.stopRequested())
            return std::nullopt;
        Stage stage = m_queue.front();
        m_queue.pop_front();
        return stage;
    }

    void fail(const Stage& stage, const std::string& message, std::exception_ptr failure) {
        spdlog::error("{}: {}", stage.name, message);
        m_observer.stageFailed(stage, message);
        const std::lock_guard guard(m_mutex);
        if (!m_failure)
            m_failure = std::move(failure);
    }

    void work(const ThreadCount& threads) {
        while (const std::optional<Stage> stage = next()) {
            try {
                (void)m_context.folder.result(stage->name); // one that cannot be read is not replaced unasked
                engine().trainStage(m_context, m_data, *stage, threads, m_observer, m_stop);
            } catch (const Stopped&) {
                spdlog::info("{}: stopped", stage->name);
            } catch (const Error& problem) {
                fail(*stage, problem.what(), std::current_exception());
            } catch (const std::exception& problem) { // LibTorch's, out of memory among them
                const Error error("stage " + stage->name, "failed (" + std::string(problem.what()) + ")",
                                  "If memory ran out, try a smaller batch_size or fewer threads");
                fail(*stage, error.what(), std::make_exception_ptr(error));
            }
        }
    }

    const RunContext& m_context;
    const DataSet& m_data;
    std::deque<Stage> m_queue;
    Observer& m_observer;
    const StopToken& m_stop;
    std::mutex m_mutex;
    std::exception_ptr m_failure;
};

} // namespace

void trainStages(const RunContext& context, const DataSet& data, std::vector<Stage> stages, int atOnce,
                 Observer& observer, const StopToken& stop) {
    if (stages.empty())
        return;
    std::ranges::stable_sort(stages, std::greater(), [&](const Stage& stage) {
        return splitsOf(stage, context.parameters, data).training.images.size();
    });
    const auto counted = [](std::int64_t count, const std::string& thing) {
        return std::to_string(count) + ' ' + thing + (count == 1 ? "" : "s");
    };
    spdlog::info("{} to train, at most {} at a time, with {} in all; convolution {}",
                 counted(std::ssize(stages), "stage"), atOnce, counted(context.parameters.threads, "thread"),
                 getParameter(context.parameters, parameterInfo("convolution")).get<std::string>());
    Workers(context, data, std::move(stages), observer, stop).run(atOnce);
}

} // namespace moelab
