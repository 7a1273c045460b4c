#include "experiment/own_pictures.h"
#include "pictures/picture_file.h"
#include "session/session_work.h"

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

ReadPictures readPictures(const QStringList& files, ImageSet like, const StopToken& stop) {
    ReadPictures read{{}, std::move(like), {}};
    for (const QString& file : files) {
        if (stop.stopRequested())
            throw Stopped();
        try {
            appendPicture(read.set, readPicture(QFile::encodeName(file).toStdString(), read.set));
            read.files << QFileInfo(file).fileName();
        } catch (const Error& problem) {
            spdlog::warn("{}", problem.what());
            read.problems << QString::fromStdString(problem.what());
        }
    }
    return read;
}

} // namespace

void Session::addPictures(const QStringList& files) {
    if (!m_data) {
        emit failed(tr("No data are open, so the size of pictures is not known. Open a run or data first."));
        return;
    }
    const qsizetype kept = m_pictures ? m_pictures->files.size() : 0;
    if (kept + files.size() > OwnPictures::kMost) {
        emit failed(tr("At most %n pictures of your own can be open. Open fewer, or close those that are shown.",
                       nullptr, OwnPictures::kMost));
        return;
    }
    if (m_looking->stopRequested())
        m_looking = std::make_shared<StopToken>();
    post(*m_probeThread, tr("reading pictures"),
         [this, files, like = emptySetLike(m_data->images), stop = m_looking] {
             const auto read = std::make_shared<const ReadPictures>(readPictures(files, like, *stop));
             deliver([this, read, stop] {
                 if (stop->stopRequested())
                     return; // another run was asked for meanwhile
                 OwnPictures all = m_pictures ? *m_pictures : OwnPictures{{}, emptySetLike(read->set), nullptr};
                 all.outputs = nullptr; // they lack the new ones
                 all.problem.clear();
                 all.files += read->files;
                 all.set.pixels.insert(all.set.pixels.end(), read->set.pixels.begin(), read->set.pixels.end());
                 all.set.labels.insert(all.set.labels.end(), read->set.labels.begin(), read->set.labels.end());
                 if (!read->files.isEmpty()) {
                     const auto first = static_cast<int>(all.files.size() - read->files.size());
                     setPictures(std::move(all));
                     m_selection.setOwnPicture(first);
                     postPictureOutputs();
                 }
                 if (read->problems.size() == 1)
                     emit failed(read->problems.front());
                 else if (!read->problems.isEmpty())
                     emit failed(tr("%Ln pictures could not be read; the log names each. The first: %1", nullptr,
                                    static_cast<int>(read->problems.size()))
                                     .arg(read->problems.front()));
             });
         });
}

void Session::clearPictures() {
    if (!m_pictures)
        return;
    m_pictures = nullptr;
    emit picturesChanged();
    if (m_selection.ownPicture() >= 0)
        m_selection.setOwnPicture(-1);
}

void Session::setPictures(OwnPictures pictures) {
    m_pictures = std::make_shared<const OwnPictures>(std::move(pictures));
    emit picturesChanged();
}

/// What is known of own pictures is always of the members whose outputs are shown.
void Session::postPictureOutputs() {
    if (!m_pictures)
        return;
    if (m_pictures->outputs || !m_pictures->problem.isEmpty())
        setPictures({m_pictures->files, m_pictures->set, nullptr});
    if (!m_outputs)
        return;
    probe(tr("computing the predictions for your pictures"), [this, outputs = m_outputs, pictures = m_pictures,
                                                              stop = m_closing](const auto& run) {
        std::shared_ptr<const MemberOutputs> said;
        QString problem;
        try {
            Experiment& experiment = run();
            const std::vector<Stage> trained = experiment.trained();
            mustBeTrained(!trained.empty(), experiment.folder().path());
            said = std::make_shared<const MemberOutputs>(ownOutputs(experiment, pictures->set, trained, *stop));
        } catch (const Error& caught) {
            problem = QString::fromStdString(caught.what());
        }
        deliver([this, outputs, pictures, said, problem] {
            if (m_outputs != outputs || m_pictures != pictures)
                return; // other members or pictures by now
            setPictures({pictures->files, pictures->set, said, problem});
            if (!problem.isEmpty())
                emit failed(problem);
        });
    });
}

int Session::askHeatMap(const HeatMapQuestion& question, const ImageSet& picture) {
    const LatestJob::Ticket job = m_mapped.begin();
    const auto answer = [this, job](const std::shared_ptr<const HeatMap>& map, const QString& problem) {
        deliver([this, job, map, problem] {
            if (m_mapped.isLatest(job.number))
                emit heatMapMade(job.number, map, problem);
        });
    };
    probe(tr("computing the heat map"), [question, picture, answer, job](const auto& run) {
        try {
            if (job.stop->stopRequested())
                throw Stopped();
            answer(std::make_shared<const HeatMap>(heatMap(run(), question, picture, *job.stop)), {});
        } catch (const Stopped&) {
            answer(nullptr, tr("Stopped. Choose the heat map again to compute it."));
        } catch (const std::exception& problem) {
            answer(nullptr, QString::fromStdString(problem.what()));
        }
    });
    return job.number;
}

} // namespace moelab
