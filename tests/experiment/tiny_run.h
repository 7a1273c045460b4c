#pragma once

#include "config/parameter_table.h"
#include "experiment/experiment.h"
#include "tiny_networks.h"

#include <QTemporaryDir>

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

/// Runs that train in a second: few built-in images, tiny networks.
namespace tiny {

inline moelab::Parameters parameters() {
    moelab::Parameters parameters;
    parameters.trainExamples = 60;
    parameters.testExamples = 40;
    parameters.batchSize = 20;
    parameters.epochs = 2;
    parameters.patience = 100;
    moelab::setParameter(parameters, "networks=" + fixture::tinyNetworks());
    parameters.threads = 2;
    parameters.device = moelab::Device::Cpu;
    return parameters;
}

/// Writes down what it hears: "gate started 0", "gate batch 1.2", "gate epoch 1", "gate finished", "gate failed".
class Listener : public moelab::Observer {
  public:
    using Stage = moelab::Stage;

    std::function<void(const Stage&, const moelab::BatchProgress&)> onBatch;
    std::function<void(const std::string& problem)> onWait;
    std::function<std::filesystem::path()> otherPlace; ///< asked while a stage waits
    std::vector<std::filesystem::path> unread;         ///< of the last move

    void stageStarted(const Stage& stage, std::int64_t epochsDone) override {
        note(stage, "started " + std::to_string(epochsDone));
    }
    void batchDone(const Stage& stage, const moelab::BatchProgress& progress) override {
        note(stage, "batch " + std::to_string(progress.epoch) + "." + std::to_string(progress.batch));
        if (onBatch)
            onBatch(stage, progress);
    }
    void epochDone(const Stage& stage, const moelab::EpochMetrics& metrics) override {
        note(stage, "epoch " + std::to_string(metrics.epoch));
    }
    void stageWaits(const Stage& stage, const std::string& problem) override {
        note(stage, problem.empty() ? "continues" : "waits");
        if (onWait)
            onWait(problem);
    }
    std::filesystem::path takeOtherPlace() override { return otherPlace ? otherPlace() : std::filesystem::path(); }
    void runMoved(const std::filesystem::path&, const std::vector<std::filesystem::path>& files) override {
        unread = files;
    }
    void stageFinished(const Stage& stage, const moelab::StageResult&) override { note(stage, "finished"); }
    void stageFailed(const Stage& stage, const std::string& message) override { note(stage, "failed " + message); }

    /// What was heard of one stage, or with "" of all.
    std::vector<std::string> heard(const std::string& stage) const {
        std::vector<std::string> lines;
        for (const auto& [name, what] : m_lines)
            if (stage.empty() || name == stage)
                lines.push_back(stage.empty() ? name + " " + what : what);
        return lines;
    }

  private:
    void note(const Stage& stage, const std::string& what) {
        const std::lock_guard guard(m_mutex);
        m_lines.emplace_back(stage.name, what);
    }

    std::mutex m_mutex;
    std::vector<std::pair<std::string, std::string>> m_lines;
};

inline std::vector<std::string> stageNames(const moelab::Experiment& experiment) {
    std::vector<std::string> names;
    for (const moelab::Stage& stage : experiment.stages())
        names.push_back(stage.name);
    return names;
}

inline void train(moelab::Experiment& experiment, const std::vector<std::string>& stages) {
    Listener listener;
    experiment.train(stages, listener, moelab::StopToken());
}
inline void train(moelab::Experiment& experiment) { train(experiment, stageNames(experiment)); }

/// Trains until a batch and asks to stop there. @returns whether training said that it stopped
inline bool trainUntil(moelab::Experiment& experiment, const std::string& stage, std::int64_t epoch,
                       std::int64_t batch) {
    moelab::StopToken stop;
    Listener listener;
    listener.onBatch = [&](const moelab::Stage& now, const moelab::BatchProgress& progress) {
        if (now.name == stage && progress.epoch == epoch && progress.batch == batch)
            stop.requestStop();
    };
    try {
        experiment.train({stage}, listener, stop);
        return false;
    } catch (const moelab::Stopped&) {
        return true;
    }
}

inline moelab::StageState stateOf(const moelab::Experiment& experiment, const std::string& stage) {
    return experiment.state(findStage(experiment.stages(), stage));
}

inline moelab::StageResult resultOf(const moelab::Experiment& experiment, const std::string& stage) {
    return experiment.result(findStage(experiment.stages(), stage)).value();
}

/// A folder that goes away, with copies of runs in it.
class Place {
  public:
    Place() = default;
    ~Place() { std::filesystem::remove_all(m_folder.path().toStdString()); } // also names that are not UTF-8
    std::filesystem::path path(const std::string& name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    std::filesystem::path copy(const std::filesystem::path& run, const std::string& name) const {
        std::filesystem::copy(run, path(name), std::filesystem::copy_options::recursive);
        return path(name);
    }

  private:
    QTemporaryDir m_folder;
};

} // namespace tiny
