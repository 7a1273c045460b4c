#pragma once

#include "base/files.h"
#include "base/printable.h"
#include "hostile_names.h"
#include "ui/trained_runs.h"
#include "workspace/run_note.h"

#include <QString>

#include <filesystem>
#include <string>

namespace fixture {

/// A hostile name as far as it can be a file's.
inline std::string asFileName(std::string name) {
    std::ranges::replace(name, '/', '|');
    return name.substr(0, 200);
}

/// A hostile name as far as data sets take it for a class.
inline std::string asClassName(const std::string& name) {
    std::string text = name.substr(0, 100);
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return text;
}

/// CIFAR-10's binary form, ten images a batch, with hostile class names. @returns the folder
inline std::filesystem::path makeHostileData(const std::filesystem::path& parent) {
    const std::filesystem::path folder = parent / asFileName(moelab::hostileNames().front());
    std::filesystem::create_directories(folder);
    std::string batch;
    for (int label = 0; label < 10; ++label) {
        batch += static_cast<char>(label);
        for (int i = 0; i < 3072; ++i)
            batch += static_cast<char>((i * (label + 1)) % 251);
    }
    for (const char* name : {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                             "data_batch_5.bin", "test_batch.bin"})
        moelab::writeFileAtomically(folder / name, batch);
    std::string names;
    for (const std::string& name : moelab::hostileNames())
        names += asClassName(name) + "\n";
    moelab::writeFileAtomically(folder / "batches.meta.txt", names);
    return folder;
}

/// A trained run on such data. @returns its folder, whose name is hostile, too
inline std::filesystem::path makeHostileRun(const std::filesystem::path& data, const std::filesystem::path& runs,
                                            const std::string& name) {
    moelab::Parameters parameters = tiny::parameters();
    parameters.trainExamples = 50;
    parameters.testExamples = 10;
    const std::filesystem::path run = runs / asFileName(name);
    moelab::Experiment experiment = moelab::Experiment::create(run, parameters, data.string());
    tiny::train(experiment);
    experiment.outputs(moelab::StopToken());
    return run;
}

} // namespace fixture
