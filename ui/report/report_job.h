#pragma once

#include "base/stop_token.h"
#include "report/report_source.h"

#include <QFutureWatcher>
#include <QObject>

#include <filesystem>
#include <memory>
#include <vector>

namespace moelab {

/// Writes a report of some runs: reads them on another thread, draws on the GUI thread.
class ReportJob : public QObject {
    Q_OBJECT
  public:
    explicit ReportJob(QObject* parent = nullptr);
    /// Stops what runs, and waits for it.
    ~ReportJob() override;

    bool running() const { return m_reading.isRunning(); }
    /// Unless it runs; replaces the file. @param title of a report of more than two runs
    void start(const std::vector<std::filesystem::path>& runs, const QString& title, const QString& file);

  signals:
    /// @param problem why nothing was written; empty if the file was
    void ended(const QString& file, const QString& problem);

  private:
    /// What was read, or why it could not be.
    struct Read {
        std::shared_ptr<const ReportSource> source;
        QString problem;
    };

    void finish();

    StopToken m_stop;
    QFutureWatcher<Read> m_reading;
    QString m_title;
    QString m_file;
};

} // namespace moelab
