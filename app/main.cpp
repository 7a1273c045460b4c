#include "arguments.h"
#include "base/error.h"
#include "base/machine.h"
#include "base/printable.h"
#include "commands/commands.h"
#include "experiment/engine.h"
#include "experiment/log_lines.h"
#include "standard_output.h"
#include "window.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdio>
#include <new>

namespace {

constexpr int kFailed = 1;
constexpr int kMisused = 2;
constexpr int kStopped = 130; // what a shell makes of Ctrl-C

std::string version() {
    const moelab::Libraries found = moelab::engine().libraries();
    return "moelab " MOELAB_VERSION "\nLibTorch " + found.libtorch + (found.cuda ? " with CUDA" : "") + "\n" +
           moelab::windowVersion() + "\nBLAS: " + found.blas;
}

/// Warnings go to the terminal from the start; a command that has a run adds its log.
void startLog() {
    auto terminal = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    terminal->set_level(spdlog::level::warn);
    terminal->set_formatter(moelab::logLines("%l: %v"));
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("moelab", terminal));
}

void say(const std::exception& problem) {
    std::fprintf(stderr, "moelab: %s\n", moelab::onOneLine(problem.what()).c_str());
}

/// Does what the command line says. @returns the exit status
int run(int argc, char** argv) {
    CLI::App app("A workbench for mixtures of experts on images.", "moelab");
    app.set_version_flag("--version", version);
    app.require_subcommand(0, 1);
    app.footer("Without a command a window opens.");
    std::string path;
    app.add_option("path", path,
                   "A run's folder, or a folder, an archive or a file of images, to open in the window")
        ->check(CLI::ExistingPath);
    std::string workspace;
    app.add_option("--workspace", workspace, "Folder of runs that the window shows and adds to");
    std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow further is an error like a full disk
    moelab::setHome();
    moelab::leaveOutLocaleWarning();
    startLog();
    moelab::addTrainCommand(app);
    moelab::addSweepCommand(app);
    moelab::addEvaluateCommand(app);
    moelab::addAnalyzeCommand(app);
    moelab::addPredictCommand(app);
    moelab::addExportCommand(app);
    moelab::addReportCommand(app);
    moelab::addDataCommand(app);
    moelab::addShowCommand(app);
    moelab::addBenchCommand(app);
    try {
        moelab::parseArguments(app, argc, argv);
        if (!app.get_subcommands().empty())
            return 0;
        return moelab::showWindow(argc, argv, path, workspace);
    } catch (const CLI::ParseError& problem) {
        return moelab::sayWhyNotParsed(app, problem, argc, argv) == 0 ? 0 : kMisused;
    } catch (const moelab::Stopped&) {
        return kStopped;
    } catch (const std::bad_alloc&) {
        say(moelab::Error("memory", "ran out", "Close other programs, or give smaller or fewer images"));
        return kFailed;
    } catch (const std::exception& problem) {
        say(problem);
        return kFailed;
    }
}

} // namespace

int main(int argc, char** argv) {
    moelab::StandardOutput output;
    const int status = run(argc, argv);
    try {
        output.close();
    } catch (const moelab::Error& problem) {
        say(problem);
        return status == 0 ? kFailed : status;
    }
    return status;
}
