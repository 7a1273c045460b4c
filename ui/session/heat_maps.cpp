#include "session/heat_maps.h"

#include "base/error.h"
#include "session/core_words.h"

namespace moelab {

int HeatMaps::ask(const HeatMapQuestion& question, const ImageSet& picture) {
    const LatestJob::Ticket job = m_asked.begin();
    const auto answer = [this, job](const std::shared_ptr<const HeatMap>& map, const QString& problem) {
        m_probes.jobs().deliver([this, job, map, problem] {
            if (m_asked.isLatest(job.number))
                emit made(job.number, map, problem);
        });
    };
    m_probes.post(tr("computing the heat map"), [question, picture, answer, job](const Probes::Open& run) {
        try {
            if (job.stop->stopRequested())
                throw Stopped();
            answer(std::make_shared<const HeatMap>(heatMap(run(), question, picture, *job.stop)), {});
        } catch (const Stopped&) {
            answer(nullptr, tr("Stopped. Choose the heat map again to compute it."));
        } catch (const std::exception& problem) {
            answer(nullptr, messageOf(problem));
        }
    });
    return job.number;
}

} // namespace moelab
