#include "session/pictures.h"

#include "base/error.h"
#include "experiment/own_pictures.h"
#include "pictures/picture_file.h"
#include "session/open_run.h"
#include "session/run_work.h"

#include <QFile>
#include <QFileInfo>
#include <spdlog/spdlog.h>

namespace moelab {
namespace {

/// The names of the files that could be read, with their pictures, and what is wrong with the others.
struct ReadPictures {
    QStringList files;
    ImageSet set;
    QStringList problems;
};

ReadPictures readPictures(const QStringList& files, ImageSet like, Fit fit, const StopToken& stop) {
    ReadPictures read{{}, std::move(like), {}};
    for (const QString& file : files) {
        if (stop.stopRequested())
            throw Stopped();
        try {
            appendPicture(read.set, readPicture(QFile::encodeName(file).toStdString(), read.set, fit));
            read.files << QFileInfo(file).fileName();
        } catch (const Error& problem) {
            spdlog::warn("{}", problem.what());
            read.problems << QString::fromStdString(problem.what());
        }
    }
    return read;
}

} // namespace

Pictures::Pictures(OpenRun& run, Probes& probes)
    : m_run(run)
    , m_probes(probes)
    , m_reading(std::make_shared<StopToken>()) {
    connect(&run, &OpenRun::outputsChanged, this, &Pictures::ask);
}

void Pictures::add(const QStringList& files) {
    Jobs& jobs = m_probes.jobs();
    if (!m_run.data()) {
        emit jobs.failed(tr("No data are open, so the size of pictures is not known. Open a run or data first."));
        return;
    }
    const qsizetype kept = m_shown ? m_shown->files.size() : 0;
    if (kept + files.size() > OwnPictures::kMost) {
        emit jobs.failed(
            tr("At most %n pictures of your own can be open. Open fewer, or close those that are shown.", nullptr,
               OwnPictures::kMost));
        return;
    }
    if (m_reading->stopRequested())
        m_reading = std::make_shared<StopToken>();
    jobs.post(Jobs::Thread::Probe, tr("reading pictures"),
              [this, &jobs, files, like = emptySetLike(m_run.data()->images), fit = m_run.parameters().fit,
               stop = m_reading] {
                  const auto read = std::make_shared<const ReadPictures>(readPictures(files, like, fit, *stop));
                  jobs.deliver([this, &jobs, read, stop] {
                      if (stop->stopRequested())
                          return; // another run was asked for meanwhile
                      if (!read->files.isEmpty())
                          addRead(read->files, read->set);
                      if (read->problems.size() == 1)
                          emit jobs.failed(read->problems.front());
                      else if (!read->problems.isEmpty())
                          emit jobs.failed(tr("%Ln pictures could not be read; the log names each. The first: %1",
                                              nullptr, static_cast<int>(read->problems.size()))
                                               .arg(read->problems.front()));
                  });
              });
}

void Pictures::addRead(const QStringList& files, const ImageSet& set) {
    OwnPictures all = m_shown ? *m_shown : OwnPictures{{}, emptySetLike(set), nullptr};
    all.outputs = nullptr; // they lack the new ones
    all.problem.clear();
    const auto first = static_cast<int>(all.files.size());
    all.files += files;
    all.set.pixels.insert(all.set.pixels.end(), set.pixels.begin(), set.pixels.end());
    all.set.labels.insert(all.set.labels.end(), set.labels.begin(), set.labels.end());
    show(std::move(all));
    m_run.selection().setOwnPicture(first);
    ask();
}

void Pictures::clear() {
    if (!m_shown)
        return;
    m_shown = nullptr;
    emit changed();
    if (m_run.selection().ownPicture() >= 0)
        m_run.selection().setOwnPicture(-1);
}

void Pictures::show(OwnPictures pictures) {
    m_shown = std::make_shared<const OwnPictures>(std::move(pictures));
    emit changed();
}

/// What is known of own pictures is always of the members whose outputs are shown.
void Pictures::ask() {
    if (!m_shown)
        return;
    if (m_shown->outputs || !m_shown->problem.isEmpty())
        show({m_shown->files, m_shown->set, nullptr});
    if (!m_run.outputs())
        return;
    m_probes.post(tr("computing the predictions for your pictures"),
                  [this, outputs = m_run.outputs(), pictures = m_shown,
                   stop = m_probes.jobs().closing()](const Probes::Open& run) {
                      std::shared_ptr<const MemberOutputs> said;
                      QString problem;
                      try {
                          Experiment& experiment = run();
                          const std::vector<Stage> trained = experiment.trained();
                          mustBeTrained(!trained.empty(), experiment.folder().path());
                          said = std::make_shared<const MemberOutputs>(
                              ownOutputs(experiment, pictures->set, trained, *stop));
                      } catch (const Error& caught) {
                          problem = QString::fromStdString(caught.what());
                      }
                      m_probes.jobs().deliver([this, outputs, pictures, said, problem] {
                          if (m_run.outputs() != outputs || m_shown != pictures)
                              return; // other members or pictures by now
                          show({pictures->files, pictures->set, said, problem});
                          if (!problem.isEmpty())
                              emit m_probes.jobs().failed(problem);
                      });
                  });
}

} // namespace moelab
