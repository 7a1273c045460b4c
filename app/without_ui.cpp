#include "base/error.h"
#include "commands/commands.h"
#include "window.h"

namespace moelab {
namespace {

/// A command that takes what it is given and says why it does nothing with it.
void addMissingCommand(CLI::App& app, const char* name, const char* what) {
    CLI::App* const command = app.add_subcommand(name, what);
    command->allow_extras();
    command->set_help_flag();
    command->callback([name] {
        throw Error(name, "is not available: this moelab was built without Qt",
                    "Use it on a machine with a moelab that has a window; the run's folder is all it needs");
    });
}

} // namespace

void leaveOutLocaleWarning() {}

std::string windowVersion() {
    return "without Qt: the window and the commands predict and report are not available";
}

int showWindow(int&, char**, const std::string&, const std::string&) {
    throw Error("window", "is not available: this moelab was built without Qt",
                "Give a command; moelab --help lists them");
}

void addReportCommand(CLI::App& app) {
    addMissingCommand(app, "report", "A run as an HTML or PDF file; missing here because it needs Qt");
}

void addPredictCommand(CLI::App& app) {
    addMissingCommand(app, "predict",
                      "Predictions of every member for your own pictures; missing here because it needs Qt");
}

} // namespace moelab
