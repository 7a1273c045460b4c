#include "stages/stage_board.h"

#include "plotting/csv.h"
#include "plotting/palette.h"
#include "session/session.h"
#include "session/settings.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

constexpr int kGap = 24;        // room for an arrow
constexpr int kArrowInset = 12; // from a card's corners
constexpr int kPicture = 42;
constexpr int kRowSpace = 8;
constexpr int kFoldedRowSpace = 4;
const QString kFoldsTrained = QStringLiteral("board/foldsTrained");
const QString kFoldsUntrained = QStringLiteral("board/foldsUntrained");

int missingFor(const Stage& stage, const std::vector<StageView>& views) {
    return static_cast<int>(std::ranges::count_if(views, [&](const StageView& other) {
        return dependsOn(stage, other.stage) && other.status != StageStatus::Done;
    }));
}

bool isDone(const StageView& view) { return view.status == StageStatus::Done && view.result; }

std::vector<Stage> stagesAtChance(const std::vector<StageView>& views, const Parameters& parameters) {
    std::vector<Stage> stages;
    for (const StageView& view : views)
        if (isDone(view) && isAtChance(*view.result, view.stage, parameters))
            stages.push_back(view.stage);
    return stages;
}

} // namespace

StageBoard::StageBoard(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_layout(new QGridLayout(this))
    , m_image(new QLabel)
    , m_fold(new QToolButton) {
    setObjectName(QStringLiteral("stageBoard"));
    setAccessibleName(tr("Stages of the mixture"));
    m_image->setAlignment(Qt::AlignCenter);
    const QString word = tr("image");
    m_image->setFixedSize(std::max(kPicture, m_image->fontMetrics().horizontalAdvance(word)) + 4, kPicture + 4);
    m_image->setFrameShape(QFrame::Box);
    m_image->setAccessibleName(tr("Input image"));
    m_image->setToolTip(tr("The chosen image"));
    m_layout->setHorizontalSpacing(kGap);
    m_fold->setObjectName(QStringLiteral("foldBoard"));
    m_fold->setAutoRaise(true);
    connect(m_fold, &QToolButton::clicked, this, &StageBoard::toggleFold);
    connect(&session, &Session::stagesChanged, this, &StageBoard::refresh);
    connect(&session, &Session::runChanged, this, &StageBoard::refresh);
    connect(&session, &Session::dataChanged, this, &StageBoard::refresh);
    connect(&session.selection(), &Selection::imageChanged, this, &StageBoard::refresh);
    connect(&session.selection(), &Selection::stageChanged, this, &StageBoard::refresh);
    refresh();
}

void StageBoard::rebuild() {
    for (StageCard* card : m_cards)
        card->deleteLater();
    m_cards.clear();
    m_layout->removeWidget(m_image);
    m_layout->removeWidget(m_fold);
    for (int column = 0; column < m_layout->columnCount(); ++column)
        m_layout->setColumnStretch(column, 0);
    const std::vector<StageView>& views = m_session.stages();
    std::vector<Stage> stages;
    for (const StageView& view : views)
        stages.push_back(view.stage);
    m_places = boardOf(stages);
    int columns = 0;
    int rows = 1;
    for (std::size_t i = 0; i < views.size(); ++i) {
        addCard(views[i], m_places[i]);
        columns = std::max(columns, m_places[i].column);
        rows = std::max(rows, m_places[i].row + m_places[i].rows);
    }
    m_layout->addWidget(m_image, 0, 0, rows, 1, Qt::AlignCenter);
    for (int column = 1; column <= columns; ++column)
        m_layout->setColumnStretch(column, 1);
    m_layout->addWidget(m_fold, 0, columns + 1, rows, 1, Qt::AlignTop);
}

void StageBoard::addCard(const StageView& view, const BoardPlace& place) {
    auto* const card = new StageCard(view.stage);
    m_layout->addWidget(card, place.row, place.column, place.rows, 1, Qt::AlignVCenter);
    m_cards.push_back(card);
    connect(card, &StageCard::chosen, this, &StageBoard::select);
    connect(card, &StageCard::resetWanted, this, &StageBoard::resetWanted);
    connect(card, &StageCard::trainWanted, this, [this](const QString& stage) {
        select(stage);
        m_session.trainer().train({stage});
    });
    connect(card, &StageCard::layersWanted, this, [this](const QString& stage) {
        select(stage);
        emit layersWanted();
    });
}

void StageBoard::select(const QString& stage) { m_session.selection().setStage(stage); }

void StageBoard::refresh() {
    const std::vector<StageView>& views = m_session.stages();
    const bool same = std::ranges::equal(
        views, m_cards, {}, [](const StageView& view) { return view.stage.name; },
        [](const StageCard* card) { return card->stage().name; });
    if (!same)
        rebuild();
    const Parameters& parameters = m_session.parameters();
    const std::vector<Stage> atChance = stagesAtChance(views, parameters);
    for (std::size_t i = 0; i < views.size(); ++i) {
        const StageView& view = views[i];
        m_cards[i]->show(view, missingFor(view.stage, views),
                         isDone(view) ? chanceNote(view.stage, *view.result, parameters, atChance) : ChanceNote());
        m_cards[i]->setSelected(m_cards[i]->name() == m_session.selection().stage());
    }
    refreshFold();
    const int image = m_session.selection().image();
    const auto images = m_session.data();
    if (images && image >= 0 && static_cast<std::size_t>(image) < images->images.size())
        m_image->setPixmap(QPixmap::fromImage(
            images->picture(static_cast<std::size_t>(image)).scaled(kPicture, kPicture, Qt::KeepAspectRatio)));
    else
        m_image->setText(tr("image"));
    update();
}

bool StageBoard::isTrained() const {
    const std::vector<StageView>& views = m_session.stages();
    return !views.empty() &&
           std::ranges::all_of(views, [](const StageView& view) { return view.status == StageStatus::Done; });
}

void StageBoard::toggleFold() {
    bool& folds = isTrained() ? m_foldsTrained : m_foldsUntrained;
    folds = !folds;
    refreshFold();
}

void StageBoard::refreshFold() {
    const bool folds = isFolded();
    for (StageCard* card : m_cards)
        card->setFolded(folds);
    m_layout->setVerticalSpacing(folds ? kFoldedRowSpace : kRowSpace);
    const QString words = folds ? tr("Show all of every stage") : tr("Show a line a stage");
    m_fold->setArrowType(folds ? Qt::DownArrow : Qt::UpArrow);
    m_fold->setToolTip(words);
    m_fold->setAccessibleName(words);
    update(); // the arrows
    if (std::exchange(m_folded, folds) != folds)
        emit folded();
}

void StageBoard::restore(const Settings& settings) {
    m_foldsTrained = settings.flag(kFoldsTrained, true);
    m_foldsUntrained = settings.flag(kFoldsUntrained, false);
    refreshFold();
}

void StageBoard::save(Settings& settings) const {
    settings.setValue(kFoldsTrained, int(m_foldsTrained));
    settings.setValue(kFoldsUntrained, int(m_foldsUntrained));
}

/// On paper it is whole.
void StageBoard::drawFigure(QCPPainter& painter, const QSize& size) {
    StageBoard board(m_session);
    board.m_foldsTrained = false;
    board.refreshFold();
    board.m_fold->hide();
    drawWidgetOnPaper(board, painter, size);
}

QString StageBoard::figureCsv() const {
    QString csv = csvLine({QStringLiteral("stage"), QStringLiteral("state"), QStringLiteral("accuracy"),
                           QStringLiteral("loss"), QStringLiteral("epochs"), QStringLiteral("best_epoch"),
                           QStringLiteral("seconds"), QStringLiteral("images_per_second")});
    for (const StageView& view : m_session.stages()) {
        QStringList line = {view.name(), wordsFor(view.status)};
        if (view.result)
            line << nineDigits(view.result->accuracy) << nineDigits(view.result->loss)
                 << QString::number(view.result->epochs) << QString::number(view.result->bestEpoch)
                 << nineDigits(view.result->seconds) << nineDigits(view.result->imagesPerSecond);
        else
            line << QStringList(6);
        csv += csvLine(line);
    }
    return csv;
}

void StageBoard::drawArrow(QPainter& painter, const QWidget& from, const QWidget& to) const {
    const QPointF start(from.geometry().right() + 2, from.geometry().center().y());
    const int inset = std::min(kArrowInset, to.height() / 2);
    const QPointF end(to.geometry().left() - 2,
                      std::clamp<double>(start.y(), to.y() + inset, to.y() + to.height() - inset));
    // The bend lies in the last gap, so that a line past another column stays straight there.
    const double bend = end.x() - kGap / 2.0;
    QPainterPath path(start);
    path.lineTo(bend, start.y());
    path.lineTo(bend, end.y());
    path.lineTo(end);
    painter.drawPath(path);
    painter.drawLine(end, end + QPointF(-6, -4));
    painter.drawLine(end, end + QPointF(-6, 4));
}

void StageBoard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(mutedText(palette()), 1.5));
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        if (m_places[i].from.empty())
            drawArrow(painter, *m_image, *m_cards[i]);
        for (const std::size_t from : m_places[i].from)
            drawArrow(painter, *m_cards[from], *m_cards[i]);
    }
}

} // namespace moelab
