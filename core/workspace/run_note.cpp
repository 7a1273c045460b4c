#include "workspace/run_note.h"

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "base/json_reason.h"
#include "base/limits.h"

namespace moelab {
namespace {

const char* const kIfDamaged = "Remove it; the run itself does not need it";

constexpr int kSchema = 1;

std::filesystem::path noteFile(const std::filesystem::path& run) { return run / "note.json"; }

} // namespace

void checkRunNote(const RunNote& note, const std::string& source) {
    const auto check = [&](const std::string& text, std::size_t most, const char* what) {
        if (text.size() > most)
            throw Error(source,
                        std::string("has a ") + what + " of " + std::to_string(text.size()) + " bytes; at most " +
                            std::to_string(most) + " are kept",
                        "Shorten it");
    };
    check(note.name, limits::kRunNameBytes, "name");
    check(note.text, limits::kRunNoteBytes, "note");
    for (const std::string& tag : note.tags)
        check(tag, limits::kRunNameBytes, "tag");
    if (note.tags.size() > limits::kRunTags)
        throw Error(source, "has " + std::to_string(note.tags.size()) + " tags",
                    "Keep at most " + std::to_string(limits::kRunTags));
}

RunNote readRunNote(const std::filesystem::path& run) {
    const std::filesystem::path path = noteFile(run);
    std::error_code problem;
    if (!std::filesystem::exists(path, problem))
        return {};
    const Json object = readJson(path, kIfDamaged);
    try {
        checkSchema(wholeNumber(object, "schema", path.string()), kSchema, path.string());
        RunNote note{object.at("name").get<std::string>(), object.at("note").get<std::string>(),
                     object.at("tags").get<std::vector<std::string>>()};
        checkRunNote(note, path.string());
        return note;
    } catch (const Json::exception& fault) {
        throw Error(path.string(), std::string("is damaged (") + reasonOf(fault) + ")", kIfDamaged);
    }
}

void writeRunNote(const std::filesystem::path& run, const RunNote& note) {
    checkRunNote(note, noteFile(run).string());
    const Json object = {{"schema", kSchema}, {"name", note.name}, {"note", note.text}, {"tags", note.tags}};
    writeFileAtomically(noteFile(run), object.dump(2) + "\n");
}

} // namespace moelab
