#include "stages/stage_card.h"

#include "base/percent.h"
#include "plotting/focus_frame.h"
#include "plotting/palette.h"
#include "text/elided_label.h"

#include <QBoxLayout>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace moelab {
namespace {

constexpr int kBarWidth = 5;
constexpr int kSpace = 6;  // around what it says
constexpr int kApart = 10; // between the title and the accuracy
constexpr int kSteps = 1000;
constexpr int kProgress = 6; // high
constexpr int kLineSpace = 2;
constexpr int kWholeLines = 4;
constexpr int kSmallLines = 2;
constexpr int kMostTitleLetters = 36; // longer ones may be cut
constexpr int kButtonFrame = 8;       // higher than the title beside it

QString percent(double share) { return QStringLiteral("%1 %").arg(inPercent(share), 0, 'f', 1); }

QString stateText(const StageView& view, int missing, const ChanceNote& chance, const StageResult* former) {
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
        return view.status == StageStatus::Paused ? StageCard::tr("paused: training accuracy")
                                                  : StageCard::tr("training accuracy so far");
    if (view.status == StageStatus::Stale)
        return view.stage.needs.empty() || former ? StageCard::tr("out of date: parameters changed")
                                                  : StageCard::tr("out of date: members changed");
    if (view.status == StageStatus::Done)
        return StageCard::tr("done: test accuracy");
    if (view.status == StageStatus::Interrupted)
        return StageCard::tr("stopped after epoch %1").arg(view.epochs.empty() ? 0 : view.epochs.back().epoch);
    return wordsFor(view.status);
}

/// Of which images, where those are not all, or are not told apart by their classes.
QString lossText(const Stage& stage, double loss) {
    const QString pattern = stage.targets == Targets::Groups ? StageCard::tr("on groups; loss %1")
                            : stage.group >= 0               ? StageCard::tr("on its classes; loss %1")
                                                             : StageCard::tr("loss %1");
    return pattern.arg(loss, 0, 'f', 3);
}

QString resultText(const Stage& stage, const StageResult& result) {
    return lossText(stage, result.loss) + u'\n' +
           StageCard::tr("best epoch %1 of %2, %3")
               .arg(result.bestEpoch)
               .arg(result.epochs)
               .arg(clockText(result.seconds));
}

/// Two lines.
QString detailText(const StageView& view, const ChanceNote& chance, const StageResult* former) {
    if (!learns(view.stage))
        return StageCard::tr("Its group has one class, which it predicts with certainty.");
    if (view.status == StageStatus::Failed)
        return view.failure;
    if (view.active() && !view.waits.isEmpty())
        return view.waits;
    if (view.active() && view.progress)
        return StageCard::tr("epoch %1/%2, loss %3\npatience %4, %5 left")
            .arg(view.progress->epoch)
            .arg(view.progress->epochs)
            .arg(view.progress->loss, 0, 'f', 3)
            .arg(view.progress->patienceLeft)
            .arg(clockText(secondsLeft(*view.progress)));
    if (!chance.cause.isEmpty())
        return StageCard::tr("%1, loss %2").arg(chance.cause).arg(view.result->loss, 0, 'f', 3);
    if (view.status == StageStatus::Done && view.result)
        return resultText(view.stage, *view.result);
    if (former)
        return resultText(view.stage, *former);
    if (const EpochMetrics* const best = view.bestEpoch())
        return StageCard::tr("best epoch %1:\n%2").arg(best->epoch).arg(percent(best->validationAccuracy));
    return {};
}

/// Of the result, or of the images trained on so far; empty while there is none.
QString accuracyText(const StageView& view, const StageResult* former) {
    if (view.status == StageStatus::Done && view.result)
        return percent(view.result->accuracy);
    if (former)
        return percent(former->accuracy);
    return view.active() && view.progress ? percent(view.progress->accuracy) : QString();
}

/// Whose accuracy it is, and of what: "Gate, test accuracy on groups: 93.0 %".
QString accuracyWords(const StageView& view, const StageResult* former) {
    const QString accuracy = accuracyText(view, former);
    if (former)
        return StageCard::tr("%1, test accuracy with the parameters of before: %2")
            .arg(titleOf(view.stage), accuracy);
    if (view.status != StageStatus::Done)
        return StageCard::tr("%1, training accuracy so far in this epoch: %2, after batch %3 of %4")
            .arg(titleOf(view.stage), accuracy, QString::number(view.progress->batch),
                 QString::number(view.progress->batches));
    const QString pattern = view.stage.targets == Targets::Groups ? StageCard::tr("%1, test accuracy on groups: %2")
                            : view.stage.group >= 0 ? StageCard::tr("%1, test accuracy on its own classes: %2")
                                                    : StageCard::tr("%1, test accuracy: %2");
    return pattern.arg(titleOf(view.stage), accuracy);
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
    , m_title(new ElidedLabel(titleOf(stage)))
    , m_accuracy(new QLabel)
    , m_state(new ElidedLabel)
    , m_detail(new ElidedLabel({}, 2))
    , m_progress(new QProgressBar)
    , m_train(new QToolButton)
    , m_heading(new QHBoxLayout)
    , m_stateLine(new QHBoxLayout) {
    setObjectName(QStringLiteral("card-") + name());
    setFocusPolicy(Qt::TabFocus);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_accuracy->setFont(bold);
    m_accuracy->setObjectName(QStringLiteral("accuracy-") + name());
    m_state->setObjectName(QStringLiteral("state-") + name());
    m_progress->setObjectName(QStringLiteral("progress-") + name());
    m_progress->setAccessibleName(tr("Progress of %1").arg(titleOf(stage)));
    m_progress->setRange(0, kSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(kProgress);
    m_train->setObjectName(QStringLiteral("train-") + name());
    m_train->setAccessibleName(tr("Train %1").arg(titleOf(stage)));
    m_train->setText(tr("Train"));
    m_heading->setSpacing(kApart);
    m_heading->addWidget(m_title, 1);
    m_heading->addWidget(m_accuracy);
    m_heading->addWidget(m_train);
    m_stateLine->setSpacing(kApart);
    m_stateLine->addWidget(m_state, 1);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kBarWidth + kSpace, kSpace - 1, kSpace, kSpace);
    layout->setSpacing(kLineSpace);
    layout->addLayout(m_heading);
    layout->addLayout(m_stateLine);
    layout->addWidget(m_detail);
    layout->addWidget(m_progress);
    connect(m_train, &QToolButton::clicked, this, [this] { emit trainWanted(name()); });
    refreshShape();
}

QSize StageCard::leastSize(Shape shape) const {
    const QMargins margins = layout()->contentsMargins();
    const bool small = shape == Shape::Small;
    const QString widest = small ? m_state->text() : tr("on its classes; loss %1").arg(0.0, 0, 'f', 3);
    const int words = fontMetrics().horizontalAdvance(widest);
    const int title = std::min(m_title->sizeHint().width(), kMostTitleLetters * fontMetrics().averageCharWidth());
    const int beside = kApart + m_train->sizeHint().width(); // about as wide as an accuracy
    const int width = small ? std::max(title, words + (m_train->isEnabled() ? beside : 0))
                            : std::max(words + kSpace, title + beside);
    const int line = fontMetrics().lineSpacing() + kLineSpace;
    return {width + margins.left() + margins.right(),
            (small ? kSmallLines * line : kWholeLines * line + kProgress) + kButtonFrame + 2 * kSpace};
}

void StageCard::show(const StageView& view, int missing, const ChanceNote& chance, const StageResult* former) {
    const bool redraw = m_status != view.status;
    m_status = view.status;
    m_warns = !chance.state.isEmpty() || view.status == StageStatus::Stale || view.status == StageStatus::Failed;
    m_hasLearned = !view.epochs.empty();
    m_state->setText(stateText(view, missing, chance, former));
    m_detail->setText(detailText(view, chance, former));
    m_progress->setValue(qRound(kSteps * shareDone(view)));
    const bool idle = !view.active() && view.status != StageStatus::Queued && view.status != StageStatus::Done;
    m_train->setEnabled(idle && missing == 0);
    m_accuracyText = accuracyText(view, former);
    m_isFormer = former;
    for (QLabel* words : std::initializer_list<QLabel*>{m_accuracy, m_detail})
        words->setForegroundRole(m_isFormer ? QPalette::PlaceholderText : QPalette::WindowText);
    m_train->setText(view.status == StageStatus::Interrupted ? tr("Continue") : tr("Train"));
    QStringList words = {m_accuracyText.isEmpty() ? QString() : accuracyWords(view, former), m_state->text(),
                         m_detail->text(), chance.text};
    words.removeAll(QString());
    setToolTip(words.join(u'\n'));
    setAccessibleName(titleOf(m_stage));
    setAccessibleDescription(toolTip());
    refreshShape();
    if (redraw)
        update();
}

void StageCard::setShape(Shape shape) {
    if (std::exchange(m_shape, shape) == shape)
        return;
    (shape == Shape::Small ? m_stateLine : m_heading)->addWidget(m_train); // out of the other
    refreshShape();
}

void StageCard::widen() {
    const std::initializer_list<const ElidedLabel*> labels = {m_title, m_state, m_detail};
    const auto isCut = [&] {
        layout()->setGeometry({0, 0, minimumWidth(), sizeHint().height()}); // it is not shown
        return std::ranges::any_of(
            labels, [this](const ElidedLabel* label) { return label->isVisibleTo(this) && label->isElided(); });
    };
    const int most = 3 * minimumWidth();
    while (isCut() && minimumWidth() < most)
        setMinimumWidth(minimumWidth() + fontMetrics().averageCharWidth());
}

/// A line shows progress only while there is some. The button stands where the accuracy is when there is something
/// to train; in a small card it leaves that line to the title, and waits until it can be pressed.
void StageCard::refreshShape() {
    const bool line = m_shape == Shape::Line;
    const bool small = m_shape == Shape::Small;
    setMinimumWidth(line ? 0 : leastSize(m_shape).width());
    const bool isWrong = m_warns && !m_accuracyText.isEmpty() && !m_isFormer;
    m_accuracy->setText(line && isWrong ? QStringLiteral("⚠ ") + m_accuracyText : m_accuracyText);
    m_train->setVisible(small ? m_train->isEnabled() : m_accuracyText.isEmpty() || (m_isFormer && !line));
    m_state->setVisible(!line || (m_warns && m_accuracyText.isEmpty()));
    m_detail->setVisible(m_shape == Shape::Whole);
    m_progress->setVisible(m_shape == Shape::Whole || m_status == StageStatus::Training ||
                           m_status == StageStatus::Paused);
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
    if (hasFocus())
        drawFocusFrame(painter, box.adjusted(3, 3, -3, -3).toAlignedRect(), palette());
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
