#include "export/exports.h"
#include "session/run_findings.h"
#include "session/session_work.h"

namespace moelab {

void Session::exportTo(ExportKind kind, const QString& file) {
    if (!hasRun()) {
        emit exportEnded(file, tr("There is nothing to export yet. Train a stage first."));
        return;
    }
    post(tr("exporting"), [this, kind, file, stop = m_closing] {
        QString problem;
        try {
            writeExport(kind, file, *stop);
        } catch (const std::exception& caught) {
            problem = QString::fromStdString(caught.what());
        }
        deliver([this, file, problem] { emit exportEnded(file, problem); });
    });
}

void Session::askFindings(const QString& file) {
    if (!hasRun()) {
        emit findingsMade(file, nullptr, tr("There is nothing to report yet. Train a stage first."));
        return;
    }
    post(tr("gathering a report"), [this, file, stop = m_closing] {
        std::shared_ptr<const RunFindings> findings;
        QString problem;
        try {
            findings = std::make_shared<const RunFindings>(findingsOf(experimentFor(file), *stop));
        } catch (const std::exception& caught) {
            problem = QString::fromStdString(caught.what());
        }
        deliver([this, file, findings, problem] { emit findingsMade(file, findings, problem); });
    });
}

/// On the job thread. @param file what is to be written of it
Experiment& Session::experimentFor(const QString& file) const {
    if (!m_work->experiment)
        throw Error(file.toStdString(), "was not written, because other data were opened meanwhile",
                    "Open the run again to export it");
    return *m_work->experiment;
}

/// On the job thread.
void Session::writeExport(ExportKind kind, const QString& file, const StopToken& stop) const {
    Experiment& experiment = experimentFor(file);
    const std::filesystem::path path = file.toStdString();
    switch (kind) {
    case ExportKind::SafeTensors:
        exportSafeTensors(experiment, path);
        break;
    case ExportKind::TorchScript:
        exportTorchScript(experiment, path);
        break;
    case ExportKind::ImageTable:
        exportImageTable(experiment, path, stop);
        break;
    }
}

} // namespace moelab
