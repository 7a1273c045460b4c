#pragma once

#include "workspace/run_summary.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <memory>

namespace moelab {

/// In the order of a table that is sorted by it.
enum class RunState { Damaged, Stale, Training, Partly, Untrained, Done };

/// What a table sorts and searches by, made once.
struct RunTexts {
    QString name;    ///< a person's, else the folder within the workspace: "seeds/001-seed=1"
    QString changed; ///< see changedParameters
    QString search;  ///< name, folder, note, tags, data and changed parameters, also as "seed=3", lower case
};

/// A run folder of a workspace, as a table shows it.
struct RunRow {
    std::filesystem::path path;
    std::shared_ptr<const RunSummary> summary; ///< null if its config.json cannot be read
    QString problem;                           ///< why, if so
    std::shared_ptr<const RunTexts> texts;     ///< never null
    bool inUse = false;                        ///< a process has it open for writing

    bool operator==(const RunRow&) const = default;
};

/// @param trains whether who has it open trains it
RunState stateOf(const RunRow& row, bool trains);
/// In words: "done", "partly trained".
QString wordsFor(RunState state);

/// @param run null for one that cannot be read
RunTexts textsOf(const std::filesystem::path& workspace, const std::filesystem::path& path, const RunSummary* run);
/// "gate, to show"; tagsFrom reads it.
QString tagsText(const std::vector<std::string>& tags);
/// Parted by commas; without empty or repeated ones.
std::vector<std::string> tagsFrom(const QString& text);

/// What differs from the defaults: "Epochs 20, Seed 3". Without `threads` and `convolution`, which every run
/// decides for its machine.
QString changedParameters(const Parameters& parameters);
/// Of a run whose parameters were changed since it was trained: that its results are those of before, and what was
/// changed. Else empty.
QString changesSince(const RunSummary& run);
/// All parameters, a line each.
QString allParameters(const Parameters& parameters);

} // namespace moelab
