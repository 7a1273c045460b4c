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
        throw Error(name, "is missing: this moelab was built without Qt",
                    "Give it on a machine with a moelab that has its window; the run's folder is all it takes");
    });
}

} // namespace

std::string windowVersion() { return "no Qt, so that the window and the commands predict and report are missing"; }

int showWindow(int&, char**, const std::string&, const std::string&) {
    throw Error("window", "is missing: this moelab was built without Qt",
                "Give a command; moelab --help names them");
}

void addReportCommand(CLI::App& app) {
    addMissingCommand(app, "report", "A run as an HTML or PDF file; missing here, since it takes Qt");
}

void addPredictCommand(CLI::App& app) {
    addMissingCommand(app, "predict",
                      "What every member says of your own pictures; missing here, since it takes Qt");
}

} // namespace moelab
