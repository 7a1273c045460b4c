#pragma once

#include <QString>
#include <QStringList>

#include <filesystem>
#include <optional>
#include <vector>

namespace moelab {

/// A run that was open before, as the first page offers it.
struct RecentRun {
    QString folder;
    QString name;                  ///< a person's, else its folder's
    QString standing;              ///< in words: "stopped after epoch 3 of 5"
    bool unfinished = false;       ///< some stage of it is to be trained yet
    std::optional<double> mixture; ///< test accuracies, 0..1
    std::optional<double> baseline;
    bool mixtureIsFormer = false; ///< it is that of the parameters before they were changed
    bool baselineIsFormer = false;
};

/// Reads what a run says of itself, without its data. @throws Error if it cannot be read
RecentRun readRecentRun(const std::filesystem::path& run);

/// Those of the runs that can be read, in their order.
std::vector<RecentRun> readRecentRuns(const QStringList& folders);

} // namespace moelab
