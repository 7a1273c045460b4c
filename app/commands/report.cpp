#include "base/error.h"
#include "commands/commands.h"
#include "display_watch.h"
#include "interrupt.h"
#include "report/report_source.h"
#include "report/write_report.h"
#include "terminal.h"
#include "workspace/workspace.h"

#include <QApplication>

#include <algorithm>

namespace moelab {
namespace {

struct ReportOptions {
    std::vector<std::string> runs;
    std::string out;
    bool force = false;
};

/// Draws without a display. Nothing is shown, so that the same files come out beside a display.
class Drawing {
  public:
    Drawing() {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        const DisplayWatch watch("Install Qt's platform plugins again");
        m_application.emplace(m_count, m_arguments);
        QApplication::setApplicationVersion(QStringLiteral(MOELAB_VERSION));
    }

  private:
    int m_count = 1;
    char m_name[7] = "moelab";
    char* m_arguments[2] = {m_name, nullptr};
    std::optional<QApplication> m_application;
};

/// The runs that a person names, each by its folder or all of a workspace by the workspace's.
std::vector<std::filesystem::path> runsNamed(const std::vector<std::string>& names) {
    std::vector<std::filesystem::path> runs;
    for (const std::string& name : names) {
        const auto below = runsAt(wholePath(name));
        if (below.empty())
            throw Error(name, "is not a run and contains none",
                        "Name the folder of a run, or a folder that contains runs");
        runs.insert(runs.end(), below.begin(), below.end());
    }
    return runs;
}

ReportContent contentOf(const std::vector<std::string>& names, const StopToken& stop) {
    const std::vector<std::filesystem::path> runs = runsNamed(names);
    const bool workspaces = !std::ranges::all_of(names, [](const std::string& name) { return isRun(name); });
    const bool same = runs.size() == 2 && runs[0] == runs[1];
    const QString title = names.size() == 1 ? QString::fromStdString(wholePath(names[0]).filename().string())
                                            : QStringLiteral("%1 runs").arg(runs.size());
    return composeReport(workspaces || same ? ReportSource(readRuns(runs)) : gatherReport(runs, stop), title);
}

void report(const ReportOptions& options) {
    const Interrupt interrupt;
    const Drawing drawing;
    const QString out = QString::fromStdString(options.out);
    const IfExists ifExists = options.force ? IfExists::Replace : IfExists::Refuse;
    checkReportFile(out, ifExists);
    writeReport(contentOf(options.runs, interrupt.token()), out, ifExists);
    printPath(options.out);
}

} // namespace

void addReportCommand(CLI::App& app) {
    auto options = std::make_shared<ReportOptions>();
    CLI::App* const command = app.add_subcommand(
        "report", "Report of a run, of two runs side by side or of many runs, as one HTML or PDF file");
    command
        ->add_option("runs", options->runs,
                     "Folder of a run; two to compare them; more, or a folder of runs, for a table")
        ->required();
    command->add_option("--out", options->out, "The file to write; its name ends in .html or .pdf")->required();
    command->add_flag("--force", options->force, "Replace the file if it exists");
    command->callback([options] { report(*options); });
}

} // namespace moelab
