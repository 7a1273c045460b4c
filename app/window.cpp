#include "window.h"

#include "base/error.h"
#include "base/machine.h"
#include "commands/run_folders.h"
#include "data/catalogue.h"
#include "display_watch.h"
#include "experiment/log_lines.h"
#include "experiment/log_sinks.h"
#include "main_window.h"
#include "plotting/icons.h"
#include "quit_signals.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QDir>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <optional>

namespace moelab {
namespace {

constexpr const char* kNoDisplay = "Set DISPLAY to an available display, unset QT_QPA_PLATFORM, or give a "
                                   "command; moelab --help lists them";
constexpr std::size_t kMostLogBytes = 4u << 20;
constexpr std::size_t kLogFiles = 3;

bool isSet(const char* variable) {
    const char* const value = std::getenv(variable);
    return value && *value;
}

/// $XDG_STATE_HOME/moelab or ~/.local/state/moelab
QString stateFolder() {
    const QString state = qEnvironmentVariable("XDG_STATE_HOME");
    const auto folder =
        state.startsWith(u'/') ? std::filesystem::path(state.toStdString()) : homeFolder() / ".local" / "state";
    return QString::fromStdString((folder / "moelab").string());
}

/// The log goes to the panel, and to a file that outlives the window.
std::shared_ptr<LogSink> startWindowLog(const QString& folder) {
    auto sink = std::make_shared<LogSink>();
    addLogSink(sink);
    try {
        const QString file = folder + QStringLiteral("/moelab.log");
        const auto toFile =
            std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.toStdString(), kMostLogBytes, kLogFiles);
        toFile->set_formatter(logLines("[%Y-%m-%d %H:%M:%S.%e] [%l] %v"));
        addLogSink(toFile);
    } catch (const spdlog::spdlog_ex& problem) { // a window without a log file is still a window
        spdlog::warn("no log file is written: {}", problem.what());
    }
    return sink;
}

/// As the command line says, else as it was chosen in an earlier sitting, else the user's own.
std::filesystem::path workspaceFolder(const Settings& settings, const std::string& asked) {
    if (!asked.empty()) {
        refuseRun(asked);
        return std::filesystem::absolute(asked).lexically_normal();
    }
    const QString chosen = settings.value(QStringLiteral("runs/workspace")).toString();
    if (!chosen.isEmpty() && QDir(chosen).exists())
        return chosen.toStdString();
    return defaultWorkspace();
}

} // namespace

void leaveOutLocaleWarning() {
    static const QtMessageHandler before = qInstallMessageHandler(nullptr);
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext& context, const QString& text) {
        if (!text.startsWith(QLatin1String("Detected locale")))
            before(type, context, text);
    });
}

std::string windowVersion() { return std::string("Qt ") + qVersion(); }

int showWindow(int& argc, char** argv, const std::string& path, const std::string& workspace) {
    if (!isSet("DISPLAY") && !isSet("WAYLAND_DISPLAY") && !isSet("QT_QPA_PLATFORM"))
        throw Error("display", "is not set, so that no window can be opened",
                    "Set DISPLAY, or give a command; moelab --help lists them");
    const QString state = stateFolder(); // refuses where there is none
    std::optional<DisplayWatch> watch(std::in_place, kNoDisplay);
    QApplication application(argc, argv);
    watch.reset();
    QApplication::setApplicationName(QStringLiteral("moelab"));
    QApplication::setApplicationDisplayName(QStringLiteral("MoE Lab"));
    QApplication::setApplicationVersion(QStringLiteral(MOELAB_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("io.github.moelab.moelab"));
    QApplication::setWindowIcon(icon("moelab"));
    QDir().mkpath(state);
    const QuitSignals quitSignals;
    const auto log = startWindowLog(state);
    Settings settings(state + QStringLiteral("/window.ini"));
    applyTheme(application, settings.theme());
    Session session(workspaceFolder(settings, workspace));
    MainWindow window(session, settings, log);
    QObject::connect(&quitSignals, &QuitSignals::arrived, &window, [&window] {
        window.closeWithoutAsking();
        QApplication::exit(); // also out of a dialog that waits for an answer
    });
    QObject::connect(&application, &QGuiApplication::commitDataRequest, &window, &MainWindow::saveForLogout);
    if (path.empty())
        window.showStart();
    window.show();
    session.open(QString::fromStdString(path.empty() ? defaultDataSpec() : path));
    return QApplication::exec();
}

} // namespace moelab
