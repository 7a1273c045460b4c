#pragma once

#include "experiment/run_folder.h"
#include "made_runs.h"
#include "plan/stage.h"
#include "sweep/fake_executor.h"
#include "sweep/run_queue.h"

#include <QTemporaryDir>

#include <algorithm>
#include <filesystem>
#include <memory>

using Names = std::vector<std::string>;

/// A queue with an executor that does nothing by itself, and runs that are written by hand.
class QueueFixture {
  protected:
    std::filesystem::path workspace() const { return m_folder->path().toStdString(); }
    std::filesystem::path file() const { return workspace() / ".queue" / "queue.jsonl"; }

    /// Runs that share no stage: each has a seed of its own.
    static moelab::QueueEntry entry(const std::string& folder, std::int64_t seed) {
        moelab::QueueEntry entry{folder, "", "builtin", "data", {}};
        entry.parameters.seed = seed;
        entry.parameters.threads = 1;
        return entry;
    }
    static std::vector<moelab::QueueEntry> entries(const Names& folders) {
        std::vector<moelab::QueueEntry> all;
        for (const std::string& folder : folders)
            all.push_back(entry(folder, static_cast<std::int64_t>(all.size()) + 1));
        return all;
    }

    /// Opens the queue with a new executor, kept in m_executor.
    std::unique_ptr<moelab::RunQueue> open() {
        auto executor = std::make_unique<FakeExecutor>();
        m_executor = executor.get();
        return std::make_unique<moelab::RunQueue>(workspace(), std::move(executor));
    }
    std::unique_ptr<moelab::RunQueue> openWith(const Names& folders) {
        auto queue = open();
        queue->add(entries(folders));
        return queue;
    }

    static moelab::RunConfig configOf(const moelab::QueueEntry& of) {
        return {of.parameters, {}, std::vector<std::string>(10, "c"), "data", "now"};
    }
    void writeRun(const moelab::QueueEntry& of) const { fixture::makeRun(workspace() / of.folder, configOf(of)); }
    void writeStage(const moelab::QueueEntry& of, const moelab::Stage& stage) const {
        fixture::finishStage(workspace() / of.folder, stage.name, 0.5);
    }
    /// Makes the run as training leaves it.
    void train(const moelab::QueueEntry& of) const {
        writeRun(of);
        for (const moelab::Stage& stage : stagesOf(of.parameters.groups))
            writeStage(of, stage);
    }

    static Names namesOf(const moelab::QueueSnapshot& snapshot) {
        Names names;
        for (const moelab::QueuedRun& run : snapshot.runs)
            names.push_back(run.entry.folder);
        return names;
    }
    static const moelab::QueuedRun& find(const moelab::QueueSnapshot& snapshot, const std::string& folder) {
        return *std::ranges::find(snapshot.runs, folder,
                                  [](const moelab::QueuedRun& run) { return run.entry.folder; });
    }
    static moelab::QueueState stateOf(moelab::RunQueue& queue, const std::string& folder) {
        return find(queue.poll(), folder).entry.state;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    FakeExecutor* m_executor = nullptr;
};
