#pragma once

#include "session/probes.h"

namespace moelab {

struct RunFindings;

/// What is taken away of the open run by the core: weights, tables, and what a report says.
class Exports : public QObject {
    Q_OBJECT
  public:
    Exports(const OpenRun& run, Probes& probes)
        : m_run(run)
        , m_probes(probes) {}

    enum class Kind { SafeTensors, TorchScript, ImageTable };
    /// Ends with ended, which has the same file.
    void write(Kind kind, const QString& file);
    /// Gathers what a report of the run says. Ends with findingsMade, which has the same file.
    void askFindings(const QString& file);

  signals:
    /// @param problem empty if the file was written
    void ended(const QString& file, const QString& problem);
    /// @param findings null if they could not be had. @param problem why
    void findingsMade(const QString& file, std::shared_ptr<const RunFindings> findings, const QString& problem);

  private:
    const OpenRun& m_run;
    Probes& m_probes;
};

} // namespace moelab
