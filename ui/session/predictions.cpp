#include "session/predictions.h"

#include "session/core_words.h"
#include "session/run_work.h"

#include <algorithm>

namespace moelab {

Predictions::Predictions(OpenRun& run, Jobs& jobs, RunWork& work)
    : m_run(run)
    , m_jobs(jobs)
    , m_work(work) {
    connect(&run, &OpenRun::outputsChanged, this, &Predictions::forgetHeldOut);
    connect(&run.selection(), &Selection::partChanged, this, &Predictions::refresh);
}

void Predictions::refresh() {
    postEpochs();
    const auto trained = [](const StageView& view) { return view.result.has_value(); };
    if (!m_run.hasRun() || std::ranges::none_of(m_run.shownStages(), trained))
        m_run.setOutputs(nullptr);
    else if (!m_run.training()) // its end asks again
        postOutputs();
}

void Predictions::postOutputs() {
    m_jobs.post(
        Jobs::Thread::Work, tr("computing the predictions"),
        [this, shown = m_run.shownParameters(), part = m_run.selection().part(), data = m_run.data(),
         stop = m_jobs.closing()] {
            if (!m_work.hasTrained())
                return; // a draft was begun or the last stage reset meanwhile
            Experiment& experiment = m_work.shown();
            try {
                const auto outputs = std::make_shared<const MemberOutputs>(experiment.outputs(*stop, part));
                std::shared_ptr<const DataView> view;
                if (data && data->part != part)
                    view = std::make_shared<const DataView>(viewOf(*data, part, experiment.images(part, *stop)));
                m_jobs.deliver([this, shown, part, view, outputs, folder = experiment.folder().path().string()] {
                    if (m_run.shownParameters() == shown && m_run.selection().part() == part &&
                        m_run.runFolder().toStdString() == folder)
                        m_run.showOutputs(view, outputs);
                });
            } catch (const Error&) {
                if (part != ImagePart::Test)
                    m_jobs.deliver([this] { m_run.selection().setPart(ImagePart::Test); });
                throw;
            }
        });
}

void Predictions::postEpochs() {
    if (!m_run.hasRun() || m_run.lacksImages()) {
        m_run.setEpochAnswers({});
        return;
    }
    if (m_run.training())
        return; // its end asks again
    m_jobs.post(Jobs::Thread::Work, tr("reading the predictions of every epoch"),
                [this, shown = m_run.shownParameters()] {
                    if (!m_work.experiment)
                        return; // a draft was begun meanwhile
                    m_jobs.deliver([this, shown, answers = readEpochs(m_work.shown()),
                                    folder = m_work.experiment->folder().path().string()] {
                        if (m_run.shownParameters() == shown && m_run.runFolder().toStdString() == folder)
                            m_run.setEpochAnswers(answers);
                    });
                });
}

AllEpochAnswers Predictions::readEpochs(Experiment& experiment) {
    AllEpochAnswers all;
    experiment.data(); // without it there is nothing to tell of each stage
    for (const Stage& stage : experiment.stages())
        try {
            all[stage.name] = std::make_shared<const EpochAnswers>(experiment.epochAnswers(stage));
        } catch (const Error& problem) {
            m_jobs.deliverFailure(problem);
        }
    return all;
}

void Predictions::wantHeldOut() {
    if (m_heldOutWanted || !m_run.outputs() || m_run.training())
        return;
    m_heldOutWanted = true;
    m_jobs.post(Jobs::Thread::Work, tr("computing the predictions for the held-out images"),
                [this, of = m_run.outputs(), stop = m_jobs.closing()] {
                    std::shared_ptr<const MemberOutputs> heldOut;
                    QString why;
                    try {
                        m_work.checkTrained();
                        heldOut = std::make_shared<const MemberOutputs>(
                            m_work.shown().outputs(*stop, ImagePart::HeldOut));
                    } catch (const Error& problem) {
                        why = messageOf(problem);
                    }
                    m_jobs.deliver([this, of, heldOut, why] {
                        if (of != m_run.outputs())
                            return; // asked for members that are no more
                        m_heldOut = heldOut;
                        m_whyNoHeldOut = why;
                        emit heldOutChanged();
                    });
                });
}

/// What was said by members that are no more.
void Predictions::forgetHeldOut() {
    m_heldOutWanted = false;
    m_heldOut.reset();
    m_whyNoHeldOut.clear();
}

} // namespace moelab
