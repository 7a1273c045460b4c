#pragma once

#include "experiment/heat_map.h"
#include "session/latest_job.h"
#include "session/probes.h"

namespace moelab {

/// Asks the trained members of the open run what they looked at (see core's experiment/heat_map.h).
class HeatMaps : public QObject {
    Q_OBJECT
  public:
    explicit HeatMaps(Probes& probes)
        : m_probes(probes) {}

    /// Ends with made, unless it is asked again before. @param picture one image. @returns the number of the
    /// request
    int ask(const HeatMapQuestion& question, const ImageSet& picture);
    void stop() { m_asked.stop(); }

  signals:
    /// @param map null if it could not be made
    void made(int number, std::shared_ptr<const HeatMap> map, const QString& problem);

  private:
    Probes& m_probes;
    LatestJob m_asked;
};

} // namespace moelab
