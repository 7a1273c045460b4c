#include "export/exports.h"
#include "session/run_findings.h"
#include "session/session_work.h"

namespace moelab {
namespace {

void writeExport(Experiment& experiment, Session::ExportKind kind, const std::filesystem::path& file,
                 const StopToken& stop) {
    switch (kind) {
    case Session::ExportKind::SafeTensors:
        exportSafeTensors(experiment, file);
        break;
    case Session::ExportKind::TorchScript:
        exportTorchScript(experiment, file);
        break;
    case Session::ExportKind::ImageTable:
        exportImageTable(experiment, file, stop);
        break;
    }
}

} // namespace

void Session::exportTo(ExportKind kind, const QString& file) {
    if (!hasRun()) {
        emit exportEnded(file, tr("There is nothing to export yet. Train a stage first."));
        return;
    }
    probe(tr("exporting"), [this, kind, file, stop = m_closing](const auto& run) {
        QString problem;
        try {
            writeExport(run(), kind, file.toStdString(), *stop);
        } catch (const std::exception& caught) {
            problem = QString::fromStdString(caught.what());
        }
        m_probes->experiment.reset(); // with the images, of which the job thread has its own
        deliver([this, file, problem] { emit exportEnded(file, problem); });
    });
}

void Session::askFindings(const QString& file) {
    if (!hasRun()) {
        emit findingsMade(file, nullptr, tr("There is nothing to report yet. Train a stage first."));
        return;
    }
    probe(tr("gathering a report"), [this, file, stop = m_closing](const auto& run) {
        std::shared_ptr<const RunFindings> findings;
        QString problem;
        try {
            findings = std::make_shared<const RunFindings>(findingsOf(run(), *stop));
        } catch (const std::exception& caught) {
            problem = QString::fromStdString(caught.what());
        }
        m_probes->experiment.reset();
        deliver([this, file, findings, problem] { emit findingsMade(file, findings, problem); });
    });
}

} // namespace moelab
