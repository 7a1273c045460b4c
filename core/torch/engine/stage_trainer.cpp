#include "engine/stage_trainer.h"

#include "analysis/confusion.h"
#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "engine/resume_state.h"
#include "experiment/diverged.h"
#include "experiment/epoch_answers.h"
#include "experiment/splits.h"
#include "experiment/stage_log.h"
#include "experiment/stage_state.h"
#include "network/weights.h"
#include "plan/members.h"
#include "training/loss.h"
#include "training/sub_gates.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cerrno>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

namespace moelab {
namespace {

constexpr int kWeightsSchema = 1;

std::vector<Network*> pointersTo(std::vector<Network>& networks) {
    std::vector<Network*> pointers;
    for (Network& network : networks)
        pointers.push_back(&network);
    return pointers;
}

std::vector<Network> makeMembers(const RunContext& context, const Stage& stage) {
    std::vector<Network> networks;
    for (const Member& member : membersOf(stage, context.parameters, context.classes())) {
        Network& network = networks.emplace_back(member.network, context.imageShape());
        network.initialise(
            streamSeed(static_cast<std::uint64_t>(context.parameters.seed), member.name, 0, "weights"));
        network.moveTo(computeFor(context.parameters).device);
    }
    return networks;
}

/// The names under which a stage's tensors are saved.
NamedTensors tensorsOf(std::vector<Network>& networks, const Stage& stage) {
    if (!learns(stage))
        return {};
    return stage.learning == Learning::Blend ? subGateTensors(pointersTo(networks)) : networks.front().weights();
}

std::string hashOf(const NamedTensors& tensors) {
    TensorFile file;
    file.add("", tensors);
    return file.sha256();
}

NamedTensors copyOf(const NamedTensors& tensors) {
    NamedTensors copy;
    for (const auto& [name, tensor] : tensors)
        copy.emplace_back(name, tensor.detach().clone());
    return copy;
}

void loadBest(const std::filesystem::path& path, const Stage& stage, const NamedTensors& tensors) {
    const SafeTensors content = readSafeTensors(path, adviceToTrainAgain(stage.name));
    checkSchema(content.metadata, kWeightsSchema, path.string());
    readTensors(content, "", tensors, path.string());
}

/// The trained networks that a stage stands on. Owns them.
class Upstream {
  public:
    Upstream(const RunContext& context, const Stage& stage) {
        for (const Stage& other : context.stages) {
            if (!dependsOn(stage, other) || !learns(other))
                continue;
            Network& network = m_members.emplace_back(other, std::move(loadMembers(context, other).front())).second;
            network.setTrainable(false);
        }
    }
    /// @param stages of the run
    FrozenMembers members(const std::vector<Stage>& stages) const {
        FrozenMembers frozen{one([](const Stage& stage) { return stage.isReference; }),
                             one([](const Stage& stage) { return stage.targets == Targets::Groups; }),
                             {}};
        for (const Stage& stage : stages)
            if (stage.group >= 0)
                frozen.experts.push_back(
                    {learns(stage) ? &one([&](const Stage& other) { return other.name == stage.name; }) : nullptr,
                     stage.constant});
        return frozen;
    }

  private:
    template <class Property>
    const Network& one(Property is) const {
        return std::ranges::find_if(m_members, [&](const auto& member) { return is(member.first); })->second;
    }

    std::vector<std::pair<Stage, Network>> m_members;
};

/// One stage in training: its networks, its images, and what saves it.
class StageTraining {
  public:
    StageTraining(const RunContext& context, const DataSet& data, const Stage& stage, const ThreadCount& threads,
                  Observer& observer, const StopToken& stop)
        : m_context(context)
        , m_stage(stage)
        , m_threads(threads)
        , m_observer(observer)
        , m_stop(stop)
        , m_course(courseOf(context.folder.path(), context.config(), context.stages, stage))
        , m_splits(splitsOf(stage, context.parameters, data))
        , m_training(subsetOf(m_splits.training))
        , m_validation(subsetOf(m_splits.validation))
        , m_networks(makeMembers(context, stage))
        , m_tensors(tensorsOf(m_networks, stage)) {}

    void run() {
        useThreads(m_threads());
        const Parameters& parameters = m_context.parameters;
        const FitSettings settings = {m_stage.name,         static_cast<std::uint64_t>(parameters.seed),
                                      parameters.batchSize, parameters.epochs,
                                      parameters.patience,  parameters.learningRate};
        FitState state;
        m_savesIn = m_context.folder.path();
        persist([&] { state = resume(); });
        m_observer.stageStarted(m_stage, state.epoch);
        logStart(m_stage, state.epoch, m_training.size());
        const auto trainee = makeTrainee();
        fit(*trainee, settings, state,
            {[&](const BatchProgress& progress) {
                 m_observer.batchDone(m_stage, progress);
                 useThreads(m_threads());
             },
             [&](const EpochMetrics& metrics, const FitState& now, std::span<const std::uint16_t> answers) {
                 save(metrics, now, answers);
             }},
            m_stop);
        finish(*trainee, state);
    }

  private:
    Subset subsetOf(const Split& split) const {
        return Subset(split.set, split.images,
                      [this](int cls) { return targetOf(m_stage, m_context.parameters, cls); });
    }

    /// What comes of guessing among the stage's targets.
    Chance chanceOn(const Split& images) const {
        std::map<int, std::int64_t> counts;
        for (const std::int64_t image : images.images)
            ++counts[targetOf(m_stage, m_context.parameters, images.set.labels[static_cast<std::size_t>(image)])];
        std::vector<std::int64_t> all;
        for (const auto& [target, count] : counts)
            all.push_back(count);
        return chanceOf(all);
    }

    ConfusionMatrix confusionOf(const Subset& images, const Score& score) const {
        const at::Tensor& labels = images.labels();
        const std::vector<std::int64_t> answers(score.answers.begin(), score.answers.end());
        return confusion({labels.data_ptr<std::int64_t>(), static_cast<std::size_t>(labels.numel())}, answers,
                         width());
    }

    FitState resume() {
        RunFolder& folder = m_context.folder;
        if (!isSurelyThere(folder.path())) // else it would be made again, where its disk is missing
            failFor(SystemCall::Write, ENOENT, folder.path().string(), "cannot be written");
        for (const auto& place :
             {stageFolder(folder.path(), m_stage.name) / kNextFolder, stageFolder(folder.path(), m_stage.name)})
            for (const char* name : kResumeStates)
                isSurelyThere(place / name); // else training would begin again, where its disk does not tell
        FitState state;
        const auto from = resumesFrom(folder.path(), m_context.config(), m_context.stages, m_stage);
        if (!from) {
            folder.beginTraining(m_stage.name);
            return state;
        }
        const bool hasPrevious =
            from->filename() == kResumeStates[0] && isThere(from->parent_path() / kResumeStates[1]);
        loadResumeState(*from, m_tensors, state,
                        hasPrevious ? "Delete it; training then continues from the epoch before"
                                    : "Delete it; the stage then starts again");
        folder.continueTraining(m_stage.name, *from, state.epoch, m_course.fingerprint);
        return state;
    }

    /// Reads or saves, and where there is no room, or the place is gone or may not be written, waits until there
    /// is.
    /// @throws Stopped if a person will not wait; Error for any other reason
    template <class Save>
    void persist(const Save& save) {
        bool waited = false;
        for (;; waitASecond()) {
            try {
                const auto stay = m_context.folder.stay();
                followRun();
                save();
                break;
            } catch (const NoPlaceError& problem) {
                if (!std::exchange(waited, true)) {
                    logWait(m_stage, problem.what());
                    m_observer.stageWaits(m_stage, problem.what());
                }
            }
            if (const std::filesystem::path place = m_observer.takeOtherPlace(); !place.empty())
                moveRun(place);
        }
        if (!waited)
            return;
        logEndOfWait(m_stage);
        m_observer.stageWaits(m_stage, {});
    }

    void moveRun(const std::filesystem::path& place) {
        const std::filesystem::path before = m_context.folder.path();
        try {
            const std::vector<std::filesystem::path> unread = m_context.folder.moveTo(place);
            logMove(before, place, unread);
            m_observer.runMoved(place, unread);
        } catch (const Error& problem) {
            logFailedMove(before, place, problem.what());
            m_observer.stageWaits(m_stage, problem.what());
        }
    }

    /// After the run went elsewhere: what the old place may have lost of this stage is saved in the new one.
    void followRun() {
        const std::filesystem::path place = m_context.folder.path();
        if (m_savesIn == place)
            return;
        m_context.folder.makeTrainingFolder(m_stage.name);
        if (!m_best.empty())
            writeBest();
        m_savesIn = place;
    }

    void writeBest() const {
        TensorFile file;
        file.add("", m_best);
        file.write(m_context.folder.bestInTraining(m_stage.name),
                   {{"schema", std::to_string(kWeightsSchema)}, {"stage", m_stage.name}});
    }

    void waitASecond() const {
        for (int part = 0; part < 20; ++part) {
            if (m_stop.stopRequested())
                throw Stopped();
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }

    std::unique_ptr<Trainee> makeTrainee() {
        const auto seed = static_cast<std::uint64_t>(m_context.parameters.seed);
        const Compute compute = computeFor(m_context.parameters);
        if (m_stage.learning == Learning::Alone)
            return std::make_unique<Classifier>(m_networks.front(), m_training, m_validation, compute, seed,
                                                m_stage.name, classWeights(compute.device));
        const auto stay = m_context.folder.stay();
        m_upstream.emplace(m_context, m_stage);
        return std::make_unique<SubGates>(pointersTo(m_networks), m_upstream->members(m_context.stages), m_training,
                                          m_validation, compute, seed, m_context.parameters.frozenDropout,
                                          classWeights(compute.device));
    }

    std::int64_t width() const {
        return m_stage.targets == Targets::Groups ? static_cast<std::int64_t>(m_context.parameters.groups.size())
                                                  : m_context.classes();
    }

    at::Tensor classWeights(const at::Device& device) const {
        if (m_context.parameters.classWeights == ClassWeights::None)
            return {};
        return balancedWeights(m_training.labels(), width()).to(device);
    }

    /// The resume state last: whatever moment a crash picks, the next sitting repeats an epoch with the same
    /// outcome rather than missing one.
    void save(const EpochMetrics& metrics, const FitState& state, std::span<const std::uint16_t> answers) {
        RunFolder& folder = m_context.folder;
        if (metrics.improved) {
            m_best = copyOf(m_tensors);
            persist([&] { writeBest(); });
        }
        persist([&] { folder.appendHistory(m_stage.name, metrics); });
        persist([&] {
            appendAnswers(folder.epochAnswers(m_stage.name), m_course.fingerprint, metrics.epoch, answers);
        });
        persist([&] {
            saveResumeState(folder.resumeState(m_stage.name), folder.previousResumeState(m_stage.name), m_tensors,
                            state, m_course);
        });
        logEpoch(m_stage, metrics, m_context.parameters.epochs);
        m_observer.epochDone(m_stage, metrics);
        m_observer.epochAnswered(m_stage, metrics.epoch, answers);
    }

    void finish(Trainee& trainee, const FitState& state) {
        if (state.stopping.bestEpoch == 0)
            throw DivergedError("stage " + m_stage.name, "ended no epoch with a finite validation loss",
                                "Continuing ends the same way. Train it again with a smaller learning_rate or with "
                                "another seed");
        takeBest();
        const bool seen = m_context.parameters.validation == Validation::Test;
        const Subset test = subsetOf(m_splits.test);
        const Score score = seen ? trainee.validate(m_stop) : trainee.score(test, m_stop);
        const ConfusionMatrix matrix = confusionOf(test, score);
        const double images = static_cast<double>(state.epoch * m_training.size());
        const StageResult result = {m_course.fingerprint,
                                    score.loss,
                                    score.accuracy,
                                    state.epoch,
                                    state.stopping.bestEpoch,
                                    state.seconds,
                                    images / state.seconds,
                                    hashOf(m_tensors),
                                    {},
                                    chanceOn(m_splits.test),
                                    matrix.balancedAccuracy(),
                                    matrix.macroF1()};
        RunFolder& folder = m_context.folder;
        persist([&] { folder.saveResult(m_stage.name, result); });
        {
            const auto stay = folder.stay();
            std::error_code
                problem; // left behind, it would only cost room; from the last state more epochs continue
            std::filesystem::remove(folder.previousResumeState(m_stage.name), problem);
        }
        logDone(m_stage, result);
        m_observer.stageFinished(m_stage, result);
    }

    /// Puts the best weights in the place of the last.
    void takeBest() {
        if (m_best.empty()) { // of an earlier sitting
            const auto stay = m_context.folder.stay();
            return loadBest(m_context.folder.bestInTraining(m_stage.name), m_stage, m_tensors);
        }
        const at::NoGradGuard noGradient;
        for (std::size_t i = 0; i < m_tensors.size(); ++i)
            m_tensors[i].second.copy_(m_best[i].second);
    }

    const RunContext& m_context;
    const Stage& m_stage;
    const ThreadCount& m_threads;
    Observer& m_observer;
    const StopToken& m_stop;
    Course m_course;
    Splits m_splits;
    Subset m_training;
    Subset m_validation;
    std::vector<Network> m_networks;
    NamedTensors m_tensors;
    NamedTensors m_best;             ///< of this sitting; empty before an epoch improved
    std::filesystem::path m_savesIn; ///< the run's folder at the last save
    std::optional<Upstream> m_upstream;
};

} // namespace

void trainStage(const RunContext& context, const DataSet& data, const Stage& stage, const ThreadCount& threads,
                Observer& observer, const StopToken& stop) {
    StageTraining(context, data, stage, threads, observer, stop).run();
}

std::vector<Network> loadMembers(const RunContext& context, const Stage& stage) {
    std::vector<Network> networks = makeMembers(context, stage);
    if (networks.empty())
        return networks;
    const NamedTensors tensors = tensorsOf(networks, stage);
    loadBest(context.folder.bestWeights(stage.name), stage, tensors);
    const std::optional<StageResult> result = context.folder.result(stage.name);
    if (!result || result->weightsSha256 != hashOf(tensors))
        throw Error(context.folder.bestWeights(stage.name).string(),
                    "does not contain the weights that its result.json names", adviceToTrainAgain(stage.name));
    return networks;
}

} // namespace moelab
