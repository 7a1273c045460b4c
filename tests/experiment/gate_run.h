#pragma once

#include "base/files.h"
#include "experiment/run_folder.h"
#include "made_runs.h"

#include <QTemporaryDir>

#include <filesystem>

/// A run whose gate has two epochs and a result.
namespace gaterun {

inline moelab::RunConfig someConfig() {
    moelab::RunConfig config = fixture::someConfig();
    config.parameters.epochs = 3;
    config.parameters.learningRate = 0.1;
    config.parameters.threads = 2;
    config.data = {"CIFAR-10", "/some where/\xF0\x9F\x90\xB1", "0123", true, false};
    return config;
}

inline moelab::StageResult someResult() { return {"f", 0.1, 0.25, 9, 7, 12.5, 480, "w"}; }

inline moelab::EpochMetrics someEpoch(std::int64_t epoch) {
    return {epoch, 0.1 * epoch, 0.2, 1.0 / 3, 0.4, 0.5, 1, epoch == 1};
}

inline void makeRun(const std::filesystem::path& path) {
    moelab::RunFolder folder = moelab::RunFolder::create(path, someConfig());
    folder.resetStage("gate");
    folder.appendHistory("gate", someEpoch(1));
    folder.appendHistory("gate", someEpoch(2));
    folder.saveResult("gate", someResult());
    moelab::writeFileAtomically(folder.bestWeights("gate"), "weights");
}

/// A temporary folder and the path of a run in it.
struct Place {
    QTemporaryDir folder;
    std::filesystem::path run = std::filesystem::path(folder.path().toStdString()) / "run";

    ~Place() { std::filesystem::remove_all(run); } // QTemporaryDir does not remove names that are not UTF-8
};

} // namespace gaterun
