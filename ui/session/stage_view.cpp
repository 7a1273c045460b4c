#include "session/stage_view.h"

#include "text/foreign_text.h"

#include <QCoreApplication>

namespace moelab {
namespace {

QString words(const char* text) { return QCoreApplication::translate("moelab::StageView", text); }

} // namespace

const EpochMetrics* StageView::bestEpoch() const {
    const EpochMetrics* best = nullptr;
    for (const EpochMetrics& epoch : epochs)
        if (epoch.improved)
            best = &epoch;
    return best;
}

double secondsLeft(const BatchProgress& progress) {
    const auto done = static_cast<double>((progress.epoch - 1) * progress.batches + progress.batch);
    const auto all = static_cast<double>(progress.epochs * progress.batches);
    return progress.seconds / done * (all - done);
}

QString clockText(double seconds) {
    const auto whole = qRound64(seconds);
    const QLatin1Char zero('0');
    if (whole >= 3600)
        return QStringLiteral("%1:%2:%3")
            .arg(whole / 3600)
            .arg(whole / 60 % 60, 2, 10, zero)
            .arg(whole % 60, 2, 10, zero);
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, zero);
}

QString titleOf(const Title& title) {
    const QString text = words(title.text.data());
    return title.name.empty() ? text : text.arg(inText(QString::fromStdString(title.name)));
}

QString titleOf(const Stage& stage) { return titleOf(stage.title); }

QString titleInSentence(const Stage& stage) {
    QString title = titleOf(stage);
    title[0] = title[0].toLower(); // a group's name in it stays as it is
    return title;
}

StageStatus statusOf(StageState state) {
    switch (state) {
    case StageState::Ready:
        return StageStatus::Ready;
    case StageState::Waiting:
        return StageStatus::Waiting;
    case StageState::Interrupted:
        return StageStatus::Interrupted;
    case StageState::Done:
        return StageStatus::Done;
    case StageState::Stale:
        break;
    }
    return StageStatus::Stale;
}

QString wordsFor(StageStatus status) {
    switch (status) {
    case StageStatus::Waiting:
        return words("waiting");
    case StageStatus::Ready:
        return words("ready");
    case StageStatus::Queued:
        return words("queued");
    case StageStatus::Training:
        return words("training");
    case StageStatus::Paused:
        return words("paused");
    case StageStatus::Interrupted:
        return words("stopped");
    case StageStatus::Done:
        return words("done");
    case StageStatus::Stale:
        return words("stale");
    case StageStatus::Failed:
        break;
    }
    return words("failed");
}

} // namespace moelab
