#include "session/run_work.h"

#include "config/parameter_table.h"
#include "session/jobs.h"

#include <utility>

namespace moelab {
namespace {

std::vector<StageView> viewsOf(const Experiment& experiment) {
    std::vector<StageView> views;
    for (const Stage& stage : experiment.stages())
        views.push_back({stage,
                         statusOf(experiment.state(stage)),
                         {},
                         experiment.result(stage),
                         experiment.history(stage),
                         {},
                         {}});
    return views;
}

} // namespace

Experiment& RunWork::shown() {
    if (!experiment->isOutdated())
        return *experiment;
    if (!former) {
        former.emplace(Experiment::open(experiment->folder().path(), Access::Look));
        former->showFormer();
    }
    return *former;
}

void RunWork::close() {
    former.reset();
    log.reset(); // it looks into the experiment's folder
    experiment.reset();
    refused.reset();
}

void RunWork::open(Experiment opened) {
    close();
    experiment.emplace(std::move(opened));
    log.emplace(experiment->folder());
}

RunSnapshot snapshotOf(RunWork& work, const DataView* displayed, Jobs& jobs) {
    const Experiment& experiment = *work.experiment;
    const RunFolder& folder = experiment.folder();
    RunSnapshot now{QString::fromStdString(std::filesystem::absolute(folder.path()).string()),
                    folder.readOnly().has_value(),
                    QString::fromStdString(folder.config().data.origin),
                    experiment.parameters(),
                    viewsOf(experiment),
                    {},
                    {}};
    work.former.reset(); // its files may be others by now
    const Experiment& shown = work.shown();
    if (&shown != &experiment)
        now.former = FormerRun{shown.parameters(), viewsOf(shown)};
    if (displayed && displayed->whyNoImages.isEmpty() && !isOf(*displayed, shown.parameters()))
        now.data = dataOf(work, jobs);
    return now;
}

std::shared_ptr<const DataView> dataOf(RunWork& work, Jobs& jobs) {
    Experiment& shown = work.shown();
    try {
        DataView view = viewOf(shown.data(), *jobs.closing());
        view.options = dataOptionsOf(shown.parameters());
        return std::make_shared<const DataView>(std::move(view));
    } catch (const Error& problem) {
        jobs.deliverFailure(problem);
        return std::make_shared<const DataView>(
            viewWithoutImages(shown.folder().config(), QString::fromStdString(problem.what())));
    }
}

} // namespace moelab
