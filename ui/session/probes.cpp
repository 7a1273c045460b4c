#include "session/probes.h"

#include "base/error.h"
#include "session/open_run.h"
#include "session/run_work.h"

namespace moelab {

Probes::Probes(const OpenRun& run, Jobs& jobs)
    : m_run(run)
    , m_jobs(jobs) {}

Probes::~Probes() = default;

void Probes::close() { m_experiment.reset(); }

void Probes::post(const QString& activity, std::function<void(const Open&)> job) {
    m_jobs.post(Jobs::Thread::Probe, activity,
                [this, job = std::move(job), folder = std::filesystem::path(m_run.runFolder().toStdString()),
                 version = m_run.version()] { job([&]() -> Experiment& { return open(folder, version); }); });
}

Experiment& Probes::open(const std::filesystem::path& run, int version) {
    if (run.empty())
        throw Error("the run", "was closed meanwhile", "Open it again");
    if (!m_experiment || m_folder != run || m_version != version) {
        m_experiment.reset();
        mustBeTrained(isRun(run), run);
        m_experiment = std::make_unique<Experiment>(Experiment::open(run, Access::Look));
        if (m_experiment->isOutdated())
            m_experiment->showFormer();
        m_folder = run;
        m_version = version;
    }
    return *m_experiment;
}

} // namespace moelab
