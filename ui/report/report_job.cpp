#include "report/report_job.h"

#include "report/write_report.h"

#include <QtConcurrentRun>

namespace moelab {

ReportJob::ReportJob(QObject* parent)
    : QObject(parent) {
    connect(&m_reading, &QFutureWatcherBase::finished, this, &ReportJob::finish);
}

ReportJob::~ReportJob() {
    m_stop.requestStop();
    m_reading.waitForFinished();
}

void ReportJob::start(const std::vector<std::filesystem::path>& runs, const QString& title, const QString& file) {
    if (running())
        return;
    m_title = title;
    m_file = file;
    m_reading.setFuture(QtConcurrent::run([this, runs]() -> Read {
        try {
            return {std::make_shared<const ReportSource>(gatherReport(runs, m_stop)), {}};
        } catch (const std::exception& problem) {
            return {nullptr, QString::fromStdString(problem.what())};
        }
    }));
}

void ReportJob::finish() {
    const Read read = m_reading.result();
    QString problem = read.problem;
    if (read.source) {
        try {
            writeReport(composeReport(*read.source, m_title), m_file, IfExists::Replace);
        } catch (const std::exception& caught) {
            problem = QString::fromStdString(caught.what());
        }
    }
    emit ended(m_file, problem);
}

} // namespace moelab
