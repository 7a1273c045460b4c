#include "export/exports.h"
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

/// On the job thread.
void Session::writeExport(ExportKind kind, const QString& file, const StopToken& stop) const {
    if (!m_work->experiment)
        throw Error(file.toStdString(), "was not written, because other data were opened meanwhile",
                    "Open the run again to export it");
    const std::filesystem::path path = file.toStdString();
    switch (kind) {
    case ExportKind::SafeTensors:
        exportSafeTensors(*m_work->experiment, path);
        break;
    case ExportKind::TorchScript:
        exportTorchScript(*m_work->experiment, path);
        break;
    case ExportKind::ImageTable:
        exportImageTable(*m_work->experiment, path, stop);
        break;
    }
}

} // namespace moelab
