#pragma once

#include "base/json.h"
#include "config/parameters.h"
#include "data/image_set.h"
#include "experiment/chance.h"
#include "experiment/metrics.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace moelab {

/// The outcome of a stage: its best weights, scored on the test images (an expert's: on its own group's).
struct StageResult {
    std::string fingerprint;
    double loss = 0;
    double accuracy = 0;
    std::int64_t epochs = 0;
    std::int64_t bestEpoch = 0;
    double seconds = 0;         ///< of training, over all sittings
    double imagesPerSecond = 0; ///< training images seen per second of that, validation and saving included
    std::string weightsSha256;
    std::string takenFrom = {}; ///< the run that trained it, if it was not this one (see reuse.h)
    Chance chance = {};         ///< on the images that it was scored on; earlier versions wrote none
    std::optional<double> balancedAccuracy = {}; ///< mean recall (see confusion.h); earlier versions wrote none
    std::optional<double> macroF1 = {};          ///< likewise
};

/// What is known without training of a stage that learns nothing: on images of its only class it is always right.
StageResult resultOfNothing(std::string fingerprint);

/// What of a run's configuration can change.
struct RunSettings {
    Parameters parameters;
    std::string dataFingerprint;
    std::vector<std::string> classNames = {};
    ImageShape images = {};
};

/// Description of a run, config.json.
struct RunConfig {
    Parameters parameters; ///< with `threads` and `convolution` as decided when the run began
    DataSource data;
    std::vector<std::string> classNames;
    std::string dataFingerprint;            ///< of the images and labels in use
    std::string startedUtc;                 ///< ISO 8601
    ImageShape images = {};                 ///< the size of every image
    std::optional<RunSettings> former = {}; ///< before changes, the last by which its results could be looked at

    RunSettings settings() const { return {parameters, dataFingerprint, classNames, images}; }
    void setSettings(const RunSettings& settings);
};

/// The epochs of every stage, in order, by the stage's name.
using RunHistory = std::map<std::string, std::vector<EpochMetrics>>;

// What a run says in JSON, read and written without its lock: every file is whole at every moment. Who changes a
// run holds its RunFolder.

/// In a stage's folder: where training continues, and while it is not done, where it stood an epoch before.
constexpr const char* kResumeStates[] = {"resume.safetensors", "resume-previous.safetensors"};

/// In the folder of a trained stage: what is trained to take its place, files and history. Once it has a result, it
/// stands for the trained stage, and its files go there.
constexpr const char* kNextFolder = "next";

/// In the folder of a run that is trained again by other parameters: stages, history and outputs as they were
/// before, until all that was trained is trained again. It shares the files that are still the run's.
constexpr const char* kFormerFolder = "former";

/// Where the results of a run's former settings lie: in kFormerFolder, once training replaces them; else in the
/// run.
std::filesystem::path formerResultsOf(const std::filesystem::path& run);
/// The folder of a stage.
std::filesystem::path stageFolder(const std::filesystem::path& run, const std::string& stage);
/// The weights of a trained stage.
std::filesystem::path bestWeightsOf(const std::filesystem::path& run, const std::string& stage);

/// The size of images in an object that describes them. That of CIFAR-10's, once the only one, is left out.
void addImageShape(Json& object, const ImageShape& images);
/// @throws Error naming `source` if it is out of range; Json::exception
ImageShape imageShapeFrom(const Json& object, const std::string& source);

/// True if a run stands at `path`.
bool isRun(const std::filesystem::path& path);

/// @throws Error naming the file, if it is missing, damaged or of a newer schema; so do the other readers
RunConfig readRunConfig(const std::filesystem::path& run);
void writeRunConfig(const std::filesystem::path& run, const RunConfig& config);

/// Lines that are damaged are left out, and the log names the first: they are of use to curves alone.
/// @returns nothing if no epoch has ended. @throws Error if the file cannot be read, or has lines of a newer schema
RunHistory readRunHistory(const std::filesystem::path& run);
void writeRunHistory(const std::filesystem::path& run, const RunHistory& history);

/// About a file of a stage that is damaged, so that it has to be trained again.
std::string adviceToTrainAgain(const std::string& stage);

/// Whether a stage has a result, and the best weights that it is of: a result without them is of no use.
bool hasStageResult(const std::filesystem::path& run, const std::string& stage);
/// @returns none if there is none
std::optional<StageResult> readStageResult(const std::filesystem::path& run, const std::string& stage);
void writeStageResult(const std::filesystem::path& run, const std::string& stage, const StageResult& result);
/// @param folder of the stage, or kNextFolder in it
void writeResultIn(const std::filesystem::path& folder, const std::string& stage, const StageResult& result);

/// Without the fingerprint.
Json toJson(const StageResult& result);
/// @throws Error naming `source`, or Json::exception
StageResult resultFromJson(const Json& object, const std::string& source);

} // namespace moelab
