#include "experiment/run_folder.h"

#include "foreign.h"

using namespace moelab;

namespace {

namespace fs = std::filesystem;

constexpr const char* kStage = "gate";

/// A run of which the program wrote every file; made once.
const fs::path& soundRun() {
    static const fs::path run = [] {
        fs::path path = foreign::scratch() / "run";
        RunConfig config;
        config.classNames = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
        RunFolder folder = RunFolder::create(path, config);
        folder.resetStage(kStage);
        folder.appendHistory(kStage, {});
        folder.saveResult(kStage, {});
        foreign::written("run/stages/gate/best.safetensors", "weights");
        return path;
    }();
    return run;
}

/// A run whose file of that name has these bytes, until it goes.
class ChangedFile {
  public:
    ChangedFile(const std::string& name, const std::string& bytes)
        : m_path(soundRun() / name)
        , m_kept(m_path.string() + ".kept") {
        fs::rename(m_path, m_kept);
        foreign::written("run/" + name, bytes);
    }
    ~ChangedFile() { fs::rename(m_kept, m_path); }
    ChangedFile(const ChangedFile&) = delete;
    ChangedFile& operator=(const ChangedFile&) = delete;

  private:
    fs::path m_path;
    fs::path m_kept;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static constexpr const char* kFiles[] = {"config.json", "history.jsonl", "stages/gate/result.json"};
    const foreign::Input input(data, size);
    const ChangedFile changed(kFiles[input.choice % 3], input.bytes);
    foreign::mayRefuse([&] {
        const RunFolder folder = RunFolder::open(soundRun());
        folder.history(kStage);
        foreign::require(folder.result(kStage).has_value(), "a run has a result");
    });
    return 0;
}
