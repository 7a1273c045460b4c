#include "session/session_work.h"

namespace moelab {

/// On the job thread. What was computed from a run's images is there without them, too.
std::shared_ptr<const DataView> Session::openRunData() {
    Experiment& experiment = *m_work->experiment;
    try {
        return std::make_shared<const DataView>(viewOf(experiment.data()));
    } catch (const Error& problem) {
        const QString why = QString::fromStdString(problem.what());
        deliver([this, why] { emit failed(why); });
        return std::make_shared<const DataView>(viewWithoutImages(experiment.folder().config(), why));
    }
}

bool Session::lacksImages() const { return m_data && !m_data->whyNoImages.isEmpty(); }

void Session::lookForImages() {
    post(tr("looking for the run's images"), [this] {
        if (!m_work->experiment)
            return; // a draft was begun meanwhile
        deliver([this, view = openRunData(), folder = m_work->experiment->folder().path().string()] {
            if (m_runFolder.toStdString() != folder)
                return;
            setData(view);
            postOutputs();
        });
    });
}

void Session::moveData(const QString& place) {
    if (!hasRun() || training())
        return;
    post(tr("looking for the run's images"), [this, spec = place.toStdString(), stop = m_closing] {
        if (!m_work->experiment)
            return; // a draft was begun meanwhile
        Experiment& experiment = *m_work->experiment;
        experiment.moveData(spec, *stop);
        deliver([this, view = openRunData(), folder = experiment.folder().path().string()] {
            if (m_runFolder.toStdString() != folder)
                return;
            m_dataSpec = QString::fromStdString(view->source.origin);
            ++m_version;
            setData(view);
            emit told(tr("The run's images are read from %1 from now on.").arg(m_dataSpec));
            postOutputs();
        });
    });
}

} // namespace moelab
