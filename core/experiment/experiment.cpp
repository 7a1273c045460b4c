#include "experiment/experiment.h"

#include "base/error.h"
#include "data/catalogue.h"
#include "data/fingerprint.h"
#include "data/printable.h"
#include "experiment/experiment_impl.h"
#include "experiment/outputs.h"
#include "experiment/splits.h"
#include "training/platform.h"

#include <ATen/ATen.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <deque>
#include <thread>

namespace moelab {
namespace {

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

DataSize sizeOf(const Parameters& parameters) {
    return {static_cast<std::size_t>(parameters.trainExamples), static_cast<std::size_t>(parameters.testExamples)};
}

/// Every stage must find images before a folder is made for it.
void checkStages(const Parameters& parameters, const DataSet& data) {
    checkGroups(parameters.groups, static_cast<int>(data.classNames.size()));
    checkMachine(parameters);
    for (const Stage& stage : stagesOf(parameters.groups))
        splitsOf(stage, parameters, data);
}

/// The stages that are to be trained, in order; refuses what lacks its upstream stages.
std::deque<Stage> selected(const Experiment& experiment, const std::vector<std::string>& names) {
    const std::vector<Stage>& stages = experiment.stages();
    std::deque<Stage> chosen;
    for (const Stage& stage : stages)
        if (std::ranges::find(names, stage.name) != names.end() && experiment.state(stage) != StageState::Done)
            chosen.push_back(stage);
    for (const std::string& name : names)
        findStage(stages, name); // refuses what is none
    for (const Stage& stage : chosen)
        for (const Stage& other : stages)
            if (dependsOn(stage, other) && experiment.state(other) != StageState::Done &&
                std::ranges::find(chosen, other.name, &Stage::name) == chosen.end())
                throw Error("stage " + stage.name, "needs stage " + other.name + ", which is not trained",
                            "Train " + other.name + " as well");
    return chosen;
}

/// Whether saved outputs have the run's shape and every trained member's: whoever reads them relies on that.
bool fits(const MemberOutputs& outputs, const Experiment& experiment) {
    const auto groups = experiment.parameters().groups.size();
    if (outputs.images != experiment.parameters().testExamples ||
        outputs.classes != static_cast<std::int64_t>(experiment.folder().config().classNames.size()) ||
        outputs.groups != static_cast<std::int64_t>(groups) || outputs.experts.size() != groups)
        return false;
    return std::ranges::all_of(experiment.stages(), [&](const Stage& stage) {
        const bool trained = experiment.state(stage) == StageState::Done;
        switch (stage.kind) {
        case StageKind::Baseline:
            return outputs.baseline.empty() != trained;
        case StageKind::Gate:
            return outputs.gate.empty() != trained;
        case StageKind::Expert:
            return outputs.experts[static_cast<std::size_t>(stage.group)].empty() != trained;
        case StageKind::Mixture:
            break;
        }
        return outputs.mixture.empty() != trained && outputs.subGates.empty() != trained;
    });
}

/// Trains stages that do not depend on each other on `workers` threads, longest first, and waits for all.
class Workers {
  public:
    Workers(const RunContext& context, std::deque<Stage> stages, Observer& observer, const StopToken& stop)
        : m_context(context)
        , m_stages(std::move(stages))
        , m_observer(observer)
        , m_stop(stop) {
        std::ranges::stable_sort(m_stages, std::greater(), [&](const Stage& stage) {
            return trainingSize(stage, context.parameters, context.data);
        });
    }

    void run(int workers, int threadsEach) {
        std::vector<std::thread> threads;
        for (int i = 0; i < std::min(workers, static_cast<int>(m_stages.size())); ++i)
            threads.emplace_back([&] {
                useThreads(threadsEach);
                work();
            });
        for (std::thread& thread : threads)
            thread.join();
        if (m_failure)
            std::rethrow_exception(m_failure);
    }

  private:
    std::optional<Stage> next() {
        const std::lock_guard guard(m_mutex);
        if (m_stages.empty() || m_stop.stopRequested())
            return std::nullopt;
        Stage stage = m_stages.front();
        m_stages.pop_front();
        return stage;
    }

    void fail(const Stage& stage, const std::string& message, std::exception_ptr failure) {
        spdlog::error("{}: {}", stage.name, message);
        m_observer.stageFailed(stage, message);
        const std::lock_guard guard(m_mutex);
        if (!m_failure)
            m_failure = std::move(failure);
    }

    void work() {
        while (const std::optional<Stage> stage = next()) {
            try {
                trainStage(m_context, *stage, m_observer, m_stop);
            } catch (const Stopped&) {
                spdlog::info("{}: stopped", stage->name);
            } catch (const Error& problem) {
                fail(*stage, problem.what(), std::current_exception());
            } catch (const std::exception& problem) { // LibTorch's, out of memory among them
                const Error error("stage " + stage->name, problem.what(),
                                  "If memory ran out, try a smaller batch_size or fewer threads");
                fail(*stage, error.what(), std::make_exception_ptr(error));
            }
        }
    }

    const RunContext& m_context;
    std::deque<Stage> m_stages;
    Observer& m_observer;
    const StopToken& m_stop;
    std::mutex m_mutex;
    std::exception_ptr m_failure;
};

} // namespace

Experiment::Impl::Impl(RunFolder runFolder)
    : folder(std::move(runFolder))
    , stages(stagesOf(folder.config().parameters.groups)) {}

const DataSet& Experiment::Impl::openedData() {
    if (data)
        return *data;
    const RunConfig& config = folder.config();
    auto opened = std::make_unique<DataSet>(openData(config.data.origin, sizeOf(config.parameters)));
    if (moelab::fingerprint(*opened) != config.dataFingerprint)
        throw Error(config.data.origin,
                    "no longer holds the images that the run " + folder.path().string() + " began with",
                    "Put them back, or train a new run with --restart or another --out");
    data = std::move(opened);
    return *data;
}

RunContext Experiment::Impl::context() {
    const Parameters& parameters = folder.config().parameters;
    return {parameters,
            openedData(),
            folder.config().dataFingerprint,
            stages,
            folder,
            {usesCuda(parameters) ? at::Device(at::kCUDA) : at::Device(at::kCPU), parameters.precision}};
}

std::string Experiment::Impl::fingerprintOf(const Stage& stage) const {
    return moelab::fingerprint(stage, stages, folder.config().parameters, folder.config().dataFingerprint);
}

bool Experiment::Impl::isDone(const Stage& stage) const {
    const std::optional<StageResult> result = folder.result(stage.name);
    return result && result->fingerprint == fingerprintOf(stage) &&
           std::ranges::all_of(stages,
                               [&](const Stage& other) { return !dependsOn(stage, other) || isDone(other); });
}

Experiment::Experiment(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl)) {}
Experiment::Experiment(Experiment&&) noexcept = default;
Experiment::~Experiment() = default;

Experiment Experiment::create(const std::filesystem::path& path, Parameters parameters, const std::string& spec,
                              Existing existing) {
    if (parameters.threads == 0)
        parameters.threads = availableThreads();
    auto data = std::make_unique<DataSet>(openData(spec, sizeOf(parameters)));
    checkStages(parameters, *data);
    if (!isUtf8(data->source.origin))
        throw Error(printable(data->source.origin), "has a name that is not UTF-8, which config.json cannot hold",
                    "Rename it, or reach it through a link with a plain name");
    RunConfig config{parameters, data->source, data->classNames, moelab::fingerprint(*data), utcNow()};
    const bool replaces = existing == Existing::Replace && RunFolder::exists(path);
    auto impl =
        std::make_unique<Impl>(replaces ? RunFolder::replace(path, config) : RunFolder::create(path, config));
    impl->data = std::move(data);
    return Experiment(std::move(impl));
}

Experiment Experiment::open(const std::filesystem::path& path) {
    return Experiment(std::make_unique<Impl>(RunFolder::open(path)));
}

const RunFolder& Experiment::folder() const { return m_impl->folder; }
const Parameters& Experiment::parameters() const { return m_impl->folder.config().parameters; }
const DataSet& Experiment::data() { return m_impl->openedData(); }
const std::vector<Stage>& Experiment::stages() const { return m_impl->stages; }

void Experiment::setParameters(Parameters changed) {
    const DataSet& before = data(); // refuses data that changed behind the run's back
    if (changed.threads == 0)
        changed.threads = availableThreads();
    RunConfig config = folder().config();
    const bool sameImages = changed.trainExamples == config.parameters.trainExamples &&
                            changed.testExamples == config.parameters.testExamples;
    std::unique_ptr<DataSet> reopened;
    if (!sameImages)
        reopened = std::make_unique<DataSet>(openData(config.data.origin, sizeOf(changed)));
    checkStages(changed, sameImages ? before : *reopened);
    config.parameters = changed;
    if (reopened) {
        config.dataFingerprint = moelab::fingerprint(*reopened);
        m_impl->data = std::move(reopened);
    }
    m_impl->folder.setConfig(config);
    m_impl->stages = stagesOf(changed.groups);
}

StageState Experiment::state(const Stage& stage) const {
    if (m_impl->isDone(stage))
        return StageState::Done;
    std::error_code problem;
    if (folder().result(stage.name))
        return StageState::Stale;
    if (std::filesystem::exists(folder().resumeState(stage.name), problem))
        return StageState::Interrupted;
    const bool waiting = std::ranges::any_of(
        stages(), [&](const Stage& other) { return dependsOn(stage, other) && !m_impl->isDone(other); });
    return waiting ? StageState::Waiting : StageState::Ready;
}

std::optional<StageResult> Experiment::result(const Stage& stage) const {
    return m_impl->isDone(stage) ? folder().result(stage.name) : std::nullopt;
}

void Experiment::train(const std::vector<std::string>& names, Observer& observer, const StopToken& stop) {
    checkMachine(parameters());
    std::deque<Stage> independent = selected(*this, names);
    std::deque<Stage> mixture;
    if (!independent.empty() && independent.back().kind == StageKind::Mixture) {
        mixture.push_back(independent.back());
        independent.pop_back();
    }
    const RunContext context = m_impl->context();
    const ThreadShares shares = threadShares(static_cast<int>(parameters().threads), parameters().groups);
    Workers(context, independent, observer, stop).run(shares.atOnce, shares.independent);
    if (!stop.stopRequested())
        Workers(context, mixture, observer, stop).run(1, shares.mixture);
    returnFreedMemory();
    if (stop.stopRequested())
        throw Stopped();
}

void Experiment::resetStage(const std::string& name) {
    findStage(stages(), name); // refuses what is none
    try {
        m_impl->folder.resetStage(name);
    } catch (const std::filesystem::filesystem_error& problem) {
        throw Error(folder().path().string(),
                    "stage " + name + " cannot be removed (" + problem.code().message() + ")",
                    "Check that the folder may be written");
    }
    spdlog::info("{}: reset", name);
}

MemberOutputs Experiment::outputs(const StopToken& stop) {
    std::vector<Stage> trained;
    std::ranges::copy_if(stages(), std::back_inserter(trained),
                         [&](const Stage& stage) { return m_impl->isDone(stage); });
    std::map<std::string, std::string> current;
    for (const Stage& stage : trained)
        current["fingerprint." + stage.name] = m_impl->fingerprintOf(stage);
    const std::filesystem::path path = folder().outputs();
    std::error_code problem;
    if (std::filesystem::exists(path, problem)) {
        std::map<std::string, std::string> saved;
        MemberOutputs outputs = loadOutputs(path, &saved);
        if (saved == current && fits(outputs, *this))
            return outputs;
    }
    if (current.empty())
        throw Error(folder().path().string(), "has no trained stage", "Train it first: moelab train --out");
    MemberOutputs outputs;
    const RunContext context = m_impl->context();
    std::exception_ptr failure;
    std::thread([&] { // a thread of its own, because its number of cores is its own
        try {
            useThreads(static_cast<int>(parameters().threads));
            outputs = computeOutputs(context, trained, stop);
        } catch (...) {
            failure = std::current_exception();
        }
    })
        .join();
    if (failure)
        std::rethrow_exception(failure);
    saveOutputs(path, outputs, current);
    return outputs;
}

} // namespace moelab
