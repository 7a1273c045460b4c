#include "stages/stage_card.h"

#include "plotting/palette.h"

#include <QBoxLayout>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

namespace moelab {
namespace {

constexpr int kBarWidth = 5;
constexpr int kSteps = 1000;

QString percent(double share) { return QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1); }

QString stateText(const StageView& view, int missing, const ChanceNote& chance) {
    if (!learns(view.stage))
        return StageCard::tr("nothing to learn");
    if (!chance.state.isEmpty())
        return chance.state;
    if (view.status == StageStatus::Waiting)
        return missing == 1 ? StageCard::tr("waiting for 1 stage")
                            : StageCard::tr("waiting for %Ln stages", nullptr, missing);
    if (view.active() && !view.waits.isEmpty())
        return StageCard::tr("waits until it can save");
    if (view.active() && view.progress)
        return StageCard::tr("%1, epoch %2/%3")
            .arg(wordsFor(view.status))
            .arg(view.progress->epoch)
            .arg(view.progress->epochs);
    if (view.status == StageStatus::Stale)
        return StageCard::tr("out of date: parameters changed");
    if (view.status == StageStatus::Interrupted)
        return StageCard::tr("stopped after epoch %1").arg(view.epochs.empty() ? 0 : view.epochs.back().epoch);
    return wordsFor(view.status);
}

/// Two lines.
QString detailText(const StageView& view, const ChanceNote& chance) {
    if (!learns(view.stage))
        return StageCard::tr("Its group has one class, which it predicts with certainty.");
    if (view.status == StageStatus::Failed)
        return view.failure;
    if (view.active() && !view.waits.isEmpty())
        return view.waits;
    if (view.active() && view.progress)
        return StageCard::tr("loss %1, batch %2/%3\npatience %4, %5 left")
            .arg(view.progress->loss, 0, 'f', 3)
            .arg(view.progress->batch)
            .arg(view.progress->batches)
            .arg(view.progress->patienceLeft)
            .arg(clockText(secondsLeft(*view.progress)));
    if (!chance.cause.isEmpty())
        return StageCard::tr("%1, loss %2").arg(chance.cause).arg(view.result->loss, 0, 'f', 3);
    if (view.status == StageStatus::Done && view.result)
        return StageCard::tr("loss %1 after %2\nbest epoch %3 of %4")
            .arg(view.result->loss, 0, 'f', 3)
            .arg(clockText(view.result->seconds))
            .arg(view.result->bestEpoch)
            .arg(view.result->epochs);
    if (const EpochMetrics* const best = view.bestEpoch())
        return StageCard::tr("best epoch %1:\n%2").arg(best->epoch).arg(percent(best->validationAccuracy));
    return {};
}

/// Of the result, or of the images trained on so far; empty while there is none.
QString accuracyText(const StageView& view) {
    if (view.status == StageStatus::Done && view.result)
        return percent(view.result->accuracy);
    return view.active() && view.progress ? percent(view.progress->accuracy) : QString();
}

double shareDone(const StageView& view) {
    if (view.status == StageStatus::Done)
        return 1;
    if (!view.progress)
        return 0;
    const BatchProgress& now = *view.progress;
    return (static_cast<double>(now.epoch - 1) +
            static_cast<double>(now.batch) / static_cast<double>(now.batches)) /
           static_cast<double>(now.epochs);
}

} // namespace

StageCard::StageCard(const Stage& stage, QWidget* parent)
    : QFrame(parent)
    , m_stage(stage)
    , m_title(new QLabel(titleOf(stage)))
    , m_accuracy(new QLabel)
    , m_state(new QLabel)
    , m_detail(new QLabel)
    , m_progress(new QProgressBar)
    , m_train(new QToolButton) {
    setObjectName(QStringLiteral("card-") + name());
    setFocusPolicy(Qt::TabFocus);
    setMinimumWidth(150);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_accuracy->setFont(bold);
    m_accuracy->setObjectName(QStringLiteral("accuracy-") + name());
    for (QLabel* label : {m_title, m_state, m_detail})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_detail->setWordWrap(true);
    m_detail->setFixedHeight(2 * m_detail->fontMetrics().lineSpacing());
    m_detail->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_state->setObjectName(QStringLiteral("state-") + name());
    m_progress->setObjectName(QStringLiteral("progress-") + name());
    m_progress->setAccessibleName(tr("Progress of %1").arg(titleOf(stage)));
    m_progress->setRange(0, kSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_train->setObjectName(QStringLiteral("train-") + name());
    m_train->setAccessibleName(tr("Train %1").arg(titleOf(stage)));
    m_train->setText(tr("Train"));
    auto* const heading = new QHBoxLayout;
    heading->addWidget(m_title, 1);
    heading->addWidget(m_accuracy);
    auto* const detail = new QHBoxLayout;
    detail->addWidget(m_detail, 1);
    detail->addWidget(m_train, 0, Qt::AlignBottom);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kBarWidth + 6, 5, 6, 6);
    layout->setSpacing(2);
    layout->addLayout(heading);
    layout->addWidget(m_state);
    layout->addLayout(detail);
    layout->addWidget(m_progress);
    connect(m_train, &QToolButton::clicked, this, [this] { emit trainWanted(name()); });
}

void StageCard::show(const StageView& view, int missing, const ChanceNote& chance) {
    const bool redraw = m_status != view.status;
    m_status = view.status;
    m_hasLearned = !view.epochs.empty();
    m_state->setText(stateText(view, missing, chance));
    m_detail->setText(detailText(view, chance));
    m_progress->setValue(qRound(kSteps * shareDone(view)));
    const bool idle = !view.active() && view.status != StageStatus::Queued && view.status != StageStatus::Done;
    m_train->setEnabled(idle && missing == 0);
    m_accuracy->setText(accuracyText(view));
    m_train->setVisible(m_accuracy->text().isEmpty());
    m_train->setText(view.status == StageStatus::Interrupted ? tr("Continue") : tr("Train"));
    setToolTip(m_state->text() + u' ' + m_accuracy->text() +
               (m_detail->text().isEmpty() ? QString() : u'\n' + m_detail->text()) +
               (chance.text.isEmpty() ? QString() : u'\n' + chance.text));
    setAccessibleName(titleOf(m_stage));
    setAccessibleDescription(toolTip());
    if (redraw)
        update();
}

void StageCard::setSelected(bool selected) {
    m_selected = selected;
    update();
}

/// The member's colour at the left; a thick frame is the selection, a dashed one says stale.
void StageCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    QPen frame(m_selected ? palette().color(QPalette::Highlight) : mutedText(palette()), m_selected ? 2.5 : 1);
    if (m_status == StageStatus::Stale)
        frame.setStyle(Qt::DashLine);
    painter.setPen(frame);
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(box, 5, 5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(memberColour(m_stage));
    painter.drawRoundedRect(QRectF(box.left() + 3, box.top() + 4, kBarWidth, box.height() - 8), 2, 2);
    if (!hasFocus())
        return;
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DotLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 3, 3);
}

void StageCard::mousePressEvent(QMouseEvent*) { emit chosen(name()); }

void StageCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return)
        emit chosen(name());
    else
        QFrame::keyPressEvent(event);
}

void StageCard::focusInEvent(QFocusEvent*) { update(); }
void StageCard::focusOutEvent(QFocusEvent*) { update(); }

void StageCard::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    QAction* const train = menu.addAction(m_train->text(), this, [this] { emit trainWanted(name()); });
    train->setEnabled(m_train->isEnabled());
    QAction* const reset =
        menu.addAction(tr("Reset: delete its weights"), this, [this] { emit resetWanted(name()); });
    reset->setEnabled(m_hasLearned && m_status != StageStatus::Training && m_status != StageStatus::Paused);
    menu.addAction(tr("Show its layers"), this, [this] { emit layersWanted(name()); });
    menu.addSeparator();
    menu.addActions(parentWidget()->actions());
    menu.exec(event->globalPos());
}

} // namespace moelab
