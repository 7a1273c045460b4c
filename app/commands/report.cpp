#include "commands/commands.h"
#include "experiment/experiment.h"
#include "interrupt.h"
#include "report/run_findings.h"
#include "report/run_report.h"
#include "report/write_report.h"

#include <QApplication>

#include <cstdio>

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
        m_application.emplace(m_count, m_arguments);
        QApplication::setApplicationVersion(QStringLiteral(MOELAB_VERSION));
    }

  private:
    int m_count = 1;
    char m_name[7] = "moelab";
    char* m_arguments[2] = {m_name, nullptr};
    std::optional<QApplication> m_application;
};

/// A run's name is its folder's: "runs/a/" and "." need one.
std::filesystem::path folderOf(const std::string& run) {
    const std::filesystem::path path = std::filesystem::absolute(run).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

void report(const ReportOptions& options) {
    const Interrupt interrupt;
    const Drawing drawing;
    const QString out = QString::fromStdString(options.out);
    const ExistingReport existing = options.force ? ExistingReport::Replace : ExistingReport::Refuse;
    checkReportFile(out, existing);
    Experiment experiment = Experiment::open(folderOf(options.runs.front()), Access::Read);
    writeReport(runReport(findingsOf(experiment, interrupt.token())), out, existing);
    std::printf("%s\n", options.out.c_str());
}

} // namespace

void addReportCommand(CLI::App& app) {
    auto options = std::make_shared<ReportOptions>();
    CLI::App* const command = app.add_subcommand("report", "A run as one HTML or PDF file, to read, send or print");
    command->add_option("runs", options->runs, "A run's folder")->required();
    command->add_option("--out", options->out, "The file to write; its name ends in .html or .pdf")->required();
    command->add_flag("--force", options->force, "Replace the file if it exists");
    command->callback([options] { report(*options); });
}

} // namespace moelab
