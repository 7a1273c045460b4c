#pragma once

#include "session/own_pictures.h"
#include "session/probes.h"

namespace moelab {

/// Pictures that a person brought, and what the members of the open run predict for them.
class Pictures : public QObject {
    Q_OBJECT
  public:
    Pictures(OpenRun& run, Probes& probes);

    /// Null if there are none.
    std::shared_ptr<const OwnPictures> shown() const { return m_shown; }
    /// Reads pictures from files and asks the members about them; they are kept while the run or draft is open.
    void add(const QStringList& files);
    void clear();
    /// Of reading files.
    void stop() { m_reading->requestStop(); }

  signals:
    void changed();

  private:
    void addRead(const QStringList& files, const ImageSet& set);
    void show(OwnPictures pictures);
    void ask();

    OpenRun& m_run;
    Probes& m_probes;
    std::shared_ptr<const OwnPictures> m_shown;
    std::shared_ptr<StopToken> m_reading;
};

} // namespace moelab
