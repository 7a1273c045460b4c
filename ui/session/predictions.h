#pragma once

#include "session/jobs.h"
#include "session/open_run.h"

namespace moelab {

class Experiment;
struct RunWork;

/// Asks the members of the open run what they predict, for the images that are looked at, and reads what they
/// predicted after every epoch.
class Predictions : public QObject {
    Q_OBJECT
  public:
    Predictions(OpenRun& run, Jobs& jobs, RunWork& work);

    /// Computes the predictions, or reads them where that was done before. Ends with OpenRun's signals.
    void refresh();
    /// Of the work thread. A damaged file is told of, and keeps no other from being shown.
    AllEpochAnswers readEpochs(Experiment& experiment);

    /// Asks the members about training images that none of them learned from, unless that was done. Ends with
    /// heldOutChanged.
    void wantHeldOut();
    /// What they said of those; null until wanted, and where there are none.
    std::shared_ptr<const MemberOutputs> heldOut() const { return m_heldOut; }
    /// Why there are none; empty if there are, or until wanted.
    const QString& whyNoHeldOut() const { return m_whyNoHeldOut; }

  signals:
    void heldOutChanged();

  private:
    void postOutputs();
    void postEpochs();
    void forgetHeldOut();

    OpenRun& m_run;
    Jobs& m_jobs;
    RunWork& m_work;
    std::shared_ptr<const MemberOutputs> m_heldOut;
    QString m_whyNoHeldOut;
    bool m_heldOutWanted = false;
};

} // namespace moelab
