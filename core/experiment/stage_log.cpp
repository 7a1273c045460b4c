#include "experiment/stage_log.h"

#include "base/counted.h"

#include <spdlog/spdlog.h>

namespace moelab {

void logStart(const Stage& stage, std::int64_t epochsDone, std::int64_t images) {
    spdlog::info("{}: {} at epoch {}, {}", stage.name, epochsDone > 0 ? "continues" : "starts", epochsDone + 1,
                 counted(images, "image"));
}

void logEpoch(const Stage& stage, const EpochMetrics& metrics, std::int64_t epochs) {
    spdlog::info("{}: epoch {}/{} loss {:.4f} accuracy {:.4f} val_loss {:.4f} val_accuracy {:.4f} {:.1f} s{}",
                 stage.name, metrics.epoch, epochs, metrics.loss, metrics.accuracy, metrics.validationLoss,
                 metrics.validationAccuracy, metrics.seconds, metrics.improved ? ", best so far" : "");
}

void logDone(const Stage& stage, const StageResult& result) {
    spdlog::info("{}: done, epochs {}, best epoch {}; test loss {:.4f}, accuracy {:.4f}", stage.name, result.epochs,
                 result.bestEpoch, result.loss, result.accuracy);
}

void logWait(const Stage& stage, const std::string& reason) {
    spdlog::info("{}: waits until it can save: {}", stage.name, reason);
}

void logEndOfWait(const Stage& stage) { spdlog::info("{}: could save again and continues", stage.name); }

void logMove(const std::filesystem::path& from, const std::filesystem::path& to,
             const std::vector<std::filesystem::path>& unread) {
    spdlog::info("the run {} continues in {}", from.string(), to.string());
    for (const std::filesystem::path& file : unread)
        spdlog::warn("{} could not be read and is missing in {}", file.string(), to.string());
}

void logFailedMove(const std::filesystem::path& from, const std::filesystem::path& to, const std::string& reason) {
    spdlog::warn("the run {} does not continue in {}: {}", from.string(), to.string(), reason);
}

} // namespace moelab
