#include "experiment/epoch_answers.h"

#include "base/error.h"
#include "base/files.h"
#include "base/safetensors.h"
#include "experiment/splits.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr int kAnswersSchema = 1;

Error damaged(const fs::path& file, const std::string& problem) {
    return Error(file.string(), problem,
                 "Delete it, and train the stage again to see its epochs; the rest of the run is unaffected");
}

void save(const fs::path& file, const KeptAnswers& kept) {
    const auto epochs = static_cast<std::int64_t>(kept.answers.size()) / kept.images;
    const bool areBytes = std::ranges::none_of(kept.answers, [](std::uint16_t answer) { return answer > 0xff; });
    const std::vector<std::uint8_t> bytes(kept.answers.begin(),
                                          areBytes ? kept.answers.end() : kept.answers.begin());
    const std::string_view content =
        areBytes ? std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())
                 : std::string_view(reinterpret_cast<const char*>(kept.answers.data()), 2 * kept.answers.size());
    const StoredTensor tensor = {"answers", areBytes ? "U8" : "U16", {epochs, kept.images}, content};
    writeSafeTensors(file, {{"schema", std::to_string(kAnswersSchema)}, {"fingerprint", kept.fingerprint}},
                     std::span(&tensor, 1));
}

std::vector<std::uint16_t> answersIn(const StoredTensor& tensor) {
    if (tensor.dtype == "U8") {
        const auto* const bytes = reinterpret_cast<const std::uint8_t*>(tensor.bytes.data());
        return {bytes, bytes + tensor.bytes.size()};
    }
    std::vector<std::uint16_t> answers(tensor.bytes.size() / sizeof(std::uint16_t));
    std::memcpy(answers.data(), tensor.bytes.data(), tensor.bytes.size());
    return answers;
}

/// Only views need the file, so training continues without it.
void discard(const fs::path& file, const Error& fault) {
    spdlog::warn("{} It was removed: this training keeps no predictions of its epochs.", fault.what());
    std::error_code problem; // what cannot be removed is refused again
    fs::remove(file, problem);
}

/// What is kept of the first epochs; none, and no file, if they are not all there. @throws NoPlaceError
std::optional<KeptAnswers> keptUntil(const fs::path& file, std::int64_t epoch) {
    if (!isSurelyThere(file))
        return std::nullopt;
    try {
        KeptAnswers kept = loadAnswers(file);
        const auto wanted = static_cast<std::size_t>(epoch * kept.images);
        if (kept.answers.size() < wanted)
            throw damaged(file, "lacks epochs before epoch " + std::to_string(epoch + 1));
        kept.answers.resize(wanted);
        return kept;
    } catch (const NoPlaceError&) { // which says nothing of the file
        throw;
    } catch (const Error& fault) {
        discard(file, fault);
        return std::nullopt;
    }
}

} // namespace

EpochAnswers noEpochs(const Stage& stage, const Parameters& parameters, const DataSet& data) {
    const Split validation = splitsOf(stage, parameters, data).validation;
    EpochAnswers answers;
    answers.width = static_cast<std::int64_t>(stage.targets == Targets::Groups ? parameters.groups.size()
                                                                               : data.classNames.size());
    answers.of = parameters.validation;
    answers.images = validation.images;
    for (const std::int64_t image : validation.images) {
        const int cls = validation.set.labels[static_cast<std::size_t>(image)];
        answers.classes.push_back(cls);
        answers.labels.push_back(targetOf(stage, parameters, cls));
    }
    return answers;
}

KeptAnswers loadAnswers(const fs::path& file) {
    const SafeTensors content = readSafeTensors(file);
    checkSchema(content.metadata, kAnswersSchema, file.string());
    const auto found = std::ranges::find(content.tensors, "answers", &StoredTensor::name);
    const bool known = found != content.tensors.end() && (found->dtype == "U8" || found->dtype == "U16");
    if (!known || found->shape.size() != 2 || found->bytes.empty())
        throw damaged(file, "has no tensor \"answers\", U8 or U16 [epochs, images]");
    const auto fingerprint = content.metadata.find("fingerprint");
    if (fingerprint == content.metadata.end())
        throw damaged(file, "does not name the stage that its predictions are of");
    return {fingerprint->second, found->shape[1], answersIn(*found)};
}

void appendAnswers(const fs::path& file, const std::string& fingerprint, std::int64_t epoch,
                   std::span<const std::uint16_t> answers) {
    std::optional<KeptAnswers> kept;
    if (epoch == 1)
        kept = KeptAnswers{fingerprint, static_cast<std::int64_t>(answers.size()), {}};
    else
        kept = keptUntil(file, epoch - 1);
    if (!kept)
        return;
    if (kept->fingerprint != fingerprint || kept->images != static_cast<std::int64_t>(answers.size())) {
        discard(file, damaged(file, "contains the predictions of another training"));
        return;
    }
    kept->answers.insert(kept->answers.end(), answers.begin(), answers.end());
    save(file, *kept);
}

void truncateAnswers(const fs::path& file, std::int64_t epoch) {
    if (const std::optional<KeptAnswers> kept = keptUntil(file, epoch))
        save(file, *kept);
}

void stampAnswers(const fs::path& file, const std::string& fingerprint) {
    if (!isThere(file))
        return;
    KeptAnswers kept = loadAnswers(file);
    if (std::exchange(kept.fingerprint, fingerprint) != fingerprint)
        save(file, kept);
}

void takeUp(EpochAnswers& answers, KeptAnswers kept, const fs::path& file) {
    if (kept.images != static_cast<std::int64_t>(answers.images.size()))
        throw damaged(file, "contains predictions for " + std::to_string(kept.images) + " images; the stage has " +
                                std::to_string(answers.images.size()));
    for (const std::uint16_t answer : kept.answers)
        if (answer >= answers.width)
            throw damaged(file, "contains the prediction " + std::to_string(answer) + "; there are only " +
                                    std::to_string(answers.width));
    answers.answers = std::move(kept.answers);
}

} // namespace moelab
