#include "experiment/experiment.h"

#include "base/error.h"
#include "base/files.h"
#include "base/leaving_out.h"
#include "base/machine.h"
#include "base/printable.h"
#include "base/safetensors.h"
#include "base/shell_word.h"
#include "config/parameter_table.h"
#include "data/catalogue.h"
#include "data/fingerprint.h"
#include "experiment/engine.h"
#include "experiment/run_check.h"
#include "experiment/train_stages.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iterator>

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

const char* const kSayWhere =
    "If they were moved, say where they are now: with --data, or in the window with \"Locate the images…\"";

std::string listOf(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names)
        list += (list.empty() ? "" : ", ") + name;
    return printable(list);
}

/// config.json keeps it.
void mustHoldName(const std::string& origin) {
    if (!isUtf8(origin))
        throw Error(printable(origin), "has a name that is not UTF-8, which config.json cannot hold",
                    "Rename it, or reach it through a link with a plain name");
}

[[noreturn]] void refuseData(const std::string& origin, const std::string& difference) {
    throw Error(printable(origin), "is not the data that the run began with: " + difference,
                "Choose the folder or archive with the run's own images, or train a new run on these");
}

/// @throws Error naming what differs between the run's data and others that it is to continue with
DataSet openSame(const RunConfig& config, const std::string& spec, const StopToken& stop) {
    DataSet data;
    try {
        data = openData(spec, dataOptionsOf(config.parameters), stop);
    } catch (const Error& problem) {
        if (!problem.subject().ends_with("_examples"))
            throw;
        refuseData(spec, problem.subject() + " " + problem.problem()); // it has fewer images
    }
    if (moelab::fingerprint(data) == config.dataFingerprint)
        return data;
    if (data.classNames != config.classNames)
        refuseData(spec, "it has other classes: " + listOf(data.classNames) + "; the run's are " +
                             listOf(config.classNames));
    refuseData(spec, "it has other images or labels, or the same in another order");
}

/// What is left to the machine is decided once, and kept in the run.
void settle(Parameters& parameters) {
    if (parameters.threads == 0)
        parameters.threads = availableThreads();
    if (parameters.convolution == Convolution::Auto)
        parameters.convolution = engine().convolutionFor(parameters);
}

ImageShape shapeOf(const ImageSet& set) { return {set.height, set.width, set.channels}; }

void checkMachine(const Parameters& parameters, std::size_t classes) {
    engine().checkMachine(parameters);
    checkMemoryForOutputs("test_examples", parameters.testExamples, classes, parameters.groups.size(),
                          "fewer groups");
}

/// The stages that are to be trained, in order; refuses what lacks its upstream stages.
std::vector<Stage> selected(const Experiment& experiment, const std::vector<std::string>& names) {
    const std::vector<Stage>& stages = experiment.stages();
    std::vector<Stage> chosen;
    for (const Stage& stage : stages)
        if (std::ranges::find(names, stage.name) != names.end() && experiment.state(stage) != StageState::Done)
            chosen.push_back(stage);
    for (const std::string& name : names)
        findStage(stages, name); // refuses what is none
    std::vector<std::string> left;
    for (const Stage& stage : chosen)
        left.push_back(stage.name);
    checkNeeds(stages, left, [&](const Stage& other) { return experiment.state(other) == StageState::Done; });
    return chosen;
}

} // namespace

Experiment::Experiment(RunFolder folder, std::unique_ptr<const DataSet> data)
    : m_folder(std::move(folder))
    , m_stages(stagesOf(m_folder.config().parameters.groups))
    , m_data(std::move(data)) {}

Experiment Experiment::create(const std::filesystem::path& path, Parameters parameters, const std::string& spec,
                              Existing existing) {
    return create(path, parameters, openData(spec, dataOptionsOf(parameters)), existing);
}

Experiment Experiment::create(const std::filesystem::path& path, Parameters parameters, DataSet opened,
                              Existing existing) {
    settle(parameters);
    auto data = std::make_unique<DataSet>(std::move(opened));
    checkRun(parameters, *data); // before a folder is made for it
    checkMachine(parameters, data->classNames.size());
    mustHoldName(data->source.origin);
    RunConfig config{parameters, data->source,        data->classNames, moelab::fingerprint(*data),
                     utcNow(),   shapeOf(data->train)};
    const bool replaces = existing == Existing::Replace && isRun(path);
    return Experiment(replaces ? RunFolder::replace(path, config) : RunFolder::create(path, config),
                      std::move(data));
}

Experiment Experiment::open(const std::filesystem::path& path, Access access) {
    Experiment experiment(RunFolder::open(path, access), nullptr);
    if (experiment.folder().readOnly() && access != Access::Look)
        spdlog::warn("opened read-only: {}", experiment.folder().readOnly()->what());
    LeavingOut leavingOut;
    for (const Stage& stage : experiment.stages())
        if (learns(stage) && !leavingOut.attempt([&] { experiment.folder().result(stage.name); }))
            experiment.m_damaged.push_back(stage.name);
    experiment.m_leftOut = leavingOut.caught();
    experiment.settleFormer();
    return experiment;
}

Experiment Experiment::openTrained(const std::filesystem::path& path) {
    Experiment experiment = open(path, Access::Read);
    if (experiment.isOutdated()) {
        const std::string command = experiment.continueCommand(); // by the parameters that it has now
        experiment.showFormer();
        spdlog::warn("{} is shown as it was trained: its parameters have been changed since, and it is not yet "
                     "trained again "
                     "with them. Continue with: {}",
                     path.string(), command);
        return experiment;
    }
    std::vector<std::string> stale;
    for (const Stage& stage : experiment.stages()) {
        const auto isDamaged = [&](const std::string& name) {
            return std::ranges::find(experiment.m_damaged, name) != experiment.m_damaged.end();
        };
        if (const auto need = std::ranges::find_if(stage.needs, isDamaged);
            need != stage.needs.end() && hasStageResult(path, stage.name))
            spdlog::warn("{}: left out: {}, which is of no use without {}.", path.string(), stage.name, *need);
        else if (experiment.state(stage) == StageState::Stale && !isDamaged(stage.name))
            stale.push_back(stage.name);
    }
    if (!stale.empty())
        spdlog::warn(
            "{}: left out: {}, which {} trained with other parameters or members than the run has now. Train "
            "again with: {}",
            path.string(), inWords(stale), stale.size() == 1 ? "was" : "were", experiment.continueCommand());
    return experiment;
}

std::string Experiment::continueCommand() const {
    std::vector<std::string> all;
    std::vector<std::string> begun; // to be trained again, and perhaps no other is
    for (const Stage& stage : m_stages) {
        all.push_back(stage.name);
        if (state(stage) == StageState::Interrupted && m_folder.nextHistory(stage.name))
            begun.push_back(stage.name);
    }
    const bool replaces = losesTraining(replacedBy(begun.empty() ? all : begun, parameters()));
    std::string stages;
    for (const std::string& name : begun)
        stages += (stages.empty() ? " --stages " : ",") + name;
    return "moelab train --out " + shellWord(m_folder.path().string()) + " --resume" +
           (replaces ? " --retrain" : "") + stages;
}

const DataSet& Experiment::data() {
    if (m_data)
        return *m_data;
    const RunConfig& config = m_folder.config();
    const std::string run = m_folder.path().string();
    std::unique_ptr<DataSet> opened;
    try {
        opened = std::make_unique<DataSet>(openData(config.data.origin, dataOptionsOf(config.parameters)));
    } catch (const Error& problem) {
        throw Error(problem.subject(), problem.problem() + ", so that the run " + run + " lacks its images",
                    kSayWhere);
    }
    if (moelab::fingerprint(*opened) != config.dataFingerprint)
        throw Error(config.data.origin, "no longer contains the images that the run " + run + " was started with",
                    std::string("Put them back. ") + kSayWhere);
    m_data = std::move(opened);
    return *m_data;
}

void Experiment::moveData(const std::string& spec, const StopToken& stop) {
    RunConfig config = m_folder.config();
    auto opened = std::make_unique<DataSet>(openSame(config, spec, stop));
    mustHoldName(opened->source.origin);
    const bool moved = opened->source.origin != config.data.origin;
    config.data = opened->source;
    if (moved && m_folder.readOnly())
        spdlog::warn("{} is not kept as the place of the data: {}", config.data.origin,
                     m_folder.readOnly()->what());
    else if (moved)
        m_folder.setConfig(config);
    m_data = std::move(opened);
    m_further.reset();
}

RunContext Experiment::context() {
    const RunConfig& config = m_folder.config();
    return {config.parameters, config.dataFingerprint, m_stages, m_folder};
}

std::string Experiment::fingerprintOf(const Stage& stage) const {
    const RunConfig& config = m_folder.config();
    return fingerprint(stage, m_stages, config.parameters, config.dataFingerprint);
}

std::vector<Stage> Experiment::trained() const {
    std::vector<Stage> trained;
    std::ranges::copy_if(m_stages, std::back_inserter(trained),
                         [&](const Stage& stage) { return state(stage) == StageState::Done; });
    if (std::ranges::none_of(trained, learns))
        trained.clear();
    return trained;
}

void Experiment::setParameters(Parameters changed) {
    m_folder.mustBeWritable();
    const DataSet& before = data(); // refuses data that changed behind the run's back
    settle(changed);
    RunConfig config = folder().config();
    const bool sameImages = dataOptionsOf(changed) == dataOptionsOf(config.parameters);
    std::unique_ptr<DataSet> reopened;
    if (!sameImages)
        reopened = std::make_unique<DataSet>(openData(config.data.origin, dataOptionsOf(changed)));
    const DataSet& used = sameImages ? before : *reopened;
    checkRun(changed, used);
    checkMachine(changed, used.classNames.size());
    const bool anyResult = std::ranges::any_of( // perhaps one that cannot be read at the moment
        m_stages, [&](const Stage& stage) { return hasStageResult(m_folder.path(), stage.name); });
    if (anyResult && !isOutdated())
        config.former = config.settings();
    config.parameters = changed;
    if (reopened) {
        config.dataFingerprint = moelab::fingerprint(*reopened);
        config.classNames = reopened->classNames;
        config.images = shapeOf(reopened->train);
        m_data = std::move(reopened);
        m_further.reset();
    }
    m_folder.setConfig(config);
    m_stages = stagesOf(changed.groups);
    settleFormer();
}

StageState Experiment::state(const Stage& stage) const {
    return stageState(m_folder.results(), m_folder.config(), m_stages, stage);
}

std::optional<StageResult> Experiment::result(const Stage& stage) const {
    if (!learns(stage))
        return resultOfNothing(fingerprintOf(stage));
    return state(stage) == StageState::Done ? folder().result(stage.name) : std::nullopt;
}

std::vector<EpochMetrics> Experiment::history(const Stage& stage) const {
    if (!learns(stage))
        return {};
    if (state(stage) != StageState::Done)
        if (std::optional<std::vector<EpochMetrics>> next = m_folder.nextHistory(stage.name))
            return *std::move(next);
    return m_folder.history(stage.name);
}

std::vector<Replacement> Experiment::replacedBy(const std::vector<std::string>& names,
                                                const Parameters& wanted) const {
    const RunConfig& now = m_folder.config();
    std::vector<RunSettings> before = {now.settings()};
    if (now.former)
        before.push_back(*now.former);
    RunConfig config = now;
    config.parameters = wanted;
    if (dataOptionsOf(wanted) != dataOptionsOf(now.parameters))
        config.dataFingerprint.clear(); // that of other images
    return moelab::replacedBy(m_folder.path(), config, names, before);
}

void Experiment::train(const std::vector<std::string>& names, Observer& observer, const StopToken& stop,
                       Retrain retrain) {
    m_folder.mustBeWritable();
    checkMachine(parameters(), m_folder.config().classNames.size());
    if (retrain == Retrain::Refuse)
        if (std::vector<Replacement> replaced = replacedBy(names, parameters()); losesTraining(replaced))
            throw RetrainRefused(m_folder.path(), std::move(replaced));
    const std::vector<Stage> wanted = selected(*this, names);
    if (!wanted.empty()) { // else without a look at the images
        keepFormer(names);
        trainWanted(wanted, observer, stop);
    }
    for (const Stage& stage : m_stages)
        if (std::ranges::find(names, stage.name) != names.end())
            mustHaveWeights(stage);
}

void Experiment::trainWanted(std::vector<Stage> wanted, Observer& observer, const StopToken& stop) {
    const DataSet& images = data();
    const auto standsOnOthers =
        std::stable_partition(wanted.begin(), wanted.end(), [](const Stage& stage) { return stage.needs.empty(); });
    const std::vector<Stage> dependent(standsOnOthers, wanted.end());
    wanted.erase(standsOnOthers, wanted.end());
    const RunContext run = context();
    trainStages(run, images, wanted, stagesAtOnce(parameters()), observer, stop);
    if (!stop.stopRequested())
        trainStages(run, images, dependent, 1, observer, stop);
    returnFreedMemory();
    settleFormer();
    if (stop.stopRequested())
        throw Stopped();
}

/// A stage whose result is there has been trained, but not so that anything could be done with it.
void Experiment::mustHaveWeights(const Stage& stage) const {
    if (!learns(stage))
        return;
    const std::filesystem::path file = m_folder.bestWeights(stage.name);
    const std::string advice = adviceToTrainAgain(stage.name);
    const std::optional<StageResult> result = m_folder.result(stage.name);
    if (!result || sha256(readSafeTensors(file, advice).tensors) != result->weightsSha256)
        throw Error(file.string(), "does not contain the weights that its result.json names", advice);
}

void Experiment::resetStage(const std::string& name) {
    findStage(stages(), name); // refuses what is none
    try {
        m_folder.resetStage(name);
    } catch (const std::filesystem::filesystem_error& problem) {
        throw Error(stageFolder(folder().path(), name).string(),
                    "cannot be removed (" + problem.code().message() + ")", "Check that the folder may be written");
    }
    spdlog::info("{}: reset", name);
}

EpochAnswers Experiment::epochAnswers(const Stage& stage) {
    EpochAnswers answers = noEpochs(stage, parameters(), data());
    if (!learns(stage))
        return answers;
    std::filesystem::path folder = stageFolder(m_folder.results(), stage.name);
    const bool goesOn = state(stage) == StageState::Interrupted; // maybe from the end of a shorter training
    if (goesOn)
        folder = resumesFrom(m_folder.results(), m_folder.config(), m_stages, stage)->parent_path();
    const std::filesystem::path file = folder / "epochs.safetensors";
    if (!isThere(file))
        return answers;
    if (KeptAnswers kept = loadAnswers(file); goesOn || kept.fingerprint == fingerprintOf(stage))
        takeUp(answers, std::move(kept), file);
    return answers;
}

} // namespace moelab
