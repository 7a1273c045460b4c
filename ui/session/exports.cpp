#include "session/exports.h"

#include "export/exports.h"
#include "session/core_words.h"
#include "session/open_run.h"
#include "session/run_findings.h"

namespace moelab {
namespace {

void writeExport(Experiment& experiment, Exports::Kind kind, const std::filesystem::path& file,
                 const StopToken& stop) {
    switch (kind) {
    case Exports::Kind::SafeTensors:
        exportSafeTensors(experiment, file);
        break;
    case Exports::Kind::TorchScript:
        exportTorchScript(experiment, file);
        break;
    case Exports::Kind::ImageTable:
        exportImageTable(experiment, file, stop);
        break;
    }
}

} // namespace

void Exports::write(Kind kind, const QString& file) {
    if (!m_run.hasRun()) {
        emit ended(file, tr("There is nothing to export yet. Train a stage first."));
        return;
    }
    m_probes.post(tr("exporting"), [this, kind, file, stop = m_probes.jobs().closing()](const Probes::Open& run) {
        QString problem;
        try {
            writeExport(run(), kind, file.toStdString(), *stop);
        } catch (const std::exception& caught) {
            problem = messageOf(caught);
        }
        m_probes.close();
        m_probes.jobs().deliver([this, file, problem] { emit ended(file, problem); });
    });
}

void Exports::askFindings(const QString& file) {
    if (!m_run.hasRun()) {
        emit findingsMade(file, nullptr, tr("There is nothing to report yet. Train a stage first."));
        return;
    }
    m_probes.post(tr("gathering a report"), [this, file,
                                             stop = m_probes.jobs().closing()](const Probes::Open& run) {
        std::shared_ptr<const RunFindings> findings;
        QString problem;
        try {
            findings = std::make_shared<const RunFindings>(findingsOf(run(), *stop));
        } catch (const std::exception& caught) {
            problem = messageOf(caught);
        }
        m_probes.close();
        m_probes.jobs().deliver([this, file, findings, problem] { emit findingsMade(file, findings, problem); });
    });
}

} // namespace moelab
