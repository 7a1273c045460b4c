#include "stages/stage_board.h"

#include "plotting/csv.h"
#include "plotting/flow_layout.h"
#include "plotting/palette.h"
#include "session/session.h"
#include "session/settings.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QToolButton>
#include <qcustomplot.h>

#include <algorithm>
#include <map>
#include <utility>

namespace moelab {
namespace {

constexpr int kGap = 24;        // room for an arrow
constexpr int kArrowInset = 12; // from a card's corners
constexpr int kPicture = 42;
constexpr int kRowSpace = 8;
constexpr int kMostLetters = 36; // of a card that is a line, unless there is more room
const QString kFoldsTrained = QStringLiteral("board/chosenTrained");
const QString kFoldsUntrained = QStringLiteral("board/chosenUntrained");

constexpr int kNotChosen = -1;

std::optional<bool> chosenIn(const Settings& settings, const QString& key) {
    const int chosen = settings.number(key, kNotChosen, 1, kNotChosen);
    return chosen == kNotChosen ? std::nullopt : std::optional(chosen == 1);
}

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
    , m_layout(new QHBoxLayout(this))
    , m_image(new QLabel(this))
    , m_fold(new QToolButton) {
    setObjectName(QStringLiteral("stageBoard"));
    setAccessibleName(tr("Stages of the mixture"));
    m_image->setAlignment(Qt::AlignCenter);
    m_image->setFrameShape(QFrame::Box);
    m_image->setAccessibleName(tr("Input image"));
    m_image->setToolTip(tr("The chosen image"));
    sizeImage();
    m_fold->setObjectName(QStringLiteral("foldBoard"));
    m_fold->setAutoRaise(true);
    m_layout->addWidget(m_fold, 0, Qt::AlignTop);
    layOut();
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
    const std::vector<StageView>& views = m_session.stages();
    std::vector<Stage> stages;
    for (const StageView& view : views)
        stages.push_back(view.stage);
    m_places = boardOf(stages);
    for (const StageView& view : views)
        addCard(view);
    layOut();
    if (!m_cards.empty())
        setTabOrder(m_cards.back(), m_fold);
}

void StageBoard::layOut() {
    delete m_content;
    m_content = m_folded ? makeRows() : makePicture();
    m_layout->addLayout(m_content, 1);
    m_image->setVisible(!m_folded);
}

/// For a picture, and for the word that stands there without one, in its font.
void StageBoard::sizeImage() {
    const QSize word = m_image->fontMetrics().size(0, tr("image"));
    m_image->setFixedSize(word.expandedTo({kPicture, kPicture}) + QSize(4, 4));
}

QLayout* StageBoard::makeRows() const {
    auto* const rows = new FlowLayout;
    rows->setSpacing(kRowSpace);
    rows->setWidest(kMostLetters * fontMetrics().averageCharWidth());
    for (StageCard* card : m_cards)
        rows->addWidget(card);
    return rows;
}

QLayout* StageBoard::makePicture() const {
    auto* const picture = new QGridLayout;
    picture->setHorizontalSpacing(kGap);
    picture->setVerticalSpacing(kRowSpace);
    int rows = 1;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        const BoardPlace& place = m_places[i];
        picture->addWidget(m_cards[i], place.row, place.column, place.rows, 1, Qt::AlignVCenter);
        picture->setColumnStretch(place.column, 1);
        rows = std::max(rows, place.row + place.rows);
    }
    picture->addWidget(m_image, 0, 0, rows, 1, Qt::AlignCenter);
    return picture;
}

void StageBoard::addCard(const StageView& view) {
    auto* const card = new StageCard(view.stage, this);
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
                         isDone(view) ? chanceNote(view.stage, *view.result, parameters, atChance) : ChanceNote(),
                         formerResult(view));
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

/// Of a stage that is out of date. @returns null if it has none that the views show
const StageResult* StageBoard::formerResult(const StageView& view) const {
    const bool isOutdated = view.status == StageStatus::Stale || view.status == StageStatus::Interrupted;
    const StageView* const shown = isOutdated ? m_session.findShown(view.name()) : nullptr;
    return shown && shown->result ? &*shown->result : nullptr;
}

/// Also if that was with other parameters: then it stays as it was.
bool StageBoard::isTrained() const {
    const std::vector<StageView>& views = m_session.stages();
    return !views.empty() && std::ranges::all_of(views, [this](const StageView& view) {
        return view.status == StageStatus::Done || formerResult(view);
    });
}

/// Before, the views have nothing to show.
bool StageBoard::hasBegun() const {
    return std::ranges::any_of(m_session.stages(), [](const StageView& view) {
        return view.active() || view.status == StageStatus::Failed || !view.epochs.empty();
    });
}

bool StageBoard::isFolded() const {
    if (m_paperShape)
        return *m_paperShape == StageCard::Shape::Line;
    if (isTrained())
        return m_foldsTrained.value_or(true);
    return m_foldsUntrained.value_or(!fits(hasBegun() ? StageCard::Shape::Whole : StageCard::Shape::Small));
}

/// The picture of such cards.
bool StageBoard::fits(StageCard::Shape shape) const {
    int rows = 0;
    int height = 0;
    std::map<int, int> columns; // their widths
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        const QSize card = m_cards[i]->leastSize(shape);
        rows = std::max(rows, m_places[i].row + m_places[i].rows);
        height = std::max(height, card.height());
        columns[m_places[i].column] = std::max(columns[m_places[i].column], card.width());
    }
    const QMargins margins = m_layout->contentsMargins();
    int width =
        margins.left() + m_fold->sizeHint().width() + m_layout->spacing() + m_image->width() + margins.right();
    for (const auto& [column, cards] : columns)
        width += kGap + cards;
    height = rows * (height + kRowSpace) - kRowSpace + margins.top() + margins.bottom();
    return width <= m_room.width() && height <= (hasBegun() ? m_besideViews : m_room.height());
}

StageCard::Shape StageBoard::shape() const {
    if (isFolded())
        return StageCard::Shape::Line;
    if (m_paperShape)
        return *m_paperShape;
    return hasBegun() || fits(StageCard::Shape::Whole) ? StageCard::Shape::Whole : StageCard::Shape::Small;
}

void StageBoard::setRoom(const QSize& room, int besideViews) {
    m_room = room;
    m_besideViews = besideViews;
    refreshFold();
}

void StageBoard::toggleFold() {
    (isTrained() ? m_foldsTrained : m_foldsUntrained) = !m_folded;
    refreshFold();
}

void StageBoard::refreshFold() {
    const StageCard::Shape now = shape();
    const bool folds = now == StageCard::Shape::Line;
    for (StageCard* card : m_cards)
        card->setShape(now);
    const QString words = folds ? tr("Show all of every stage") : tr("Show a line a stage");
    m_fold->setArrowType(folds ? Qt::RightArrow : Qt::DownArrow);
    m_fold->setToolTip(words);
    m_fold->setAccessibleName(words);
    update(); // the arrows
    if (std::exchange(m_folded, folds) == folds)
        return;
    layOut();
    emit folded();
}

void StageBoard::restore(const Settings& settings) {
    m_foldsTrained = chosenIn(settings, kFoldsTrained);
    m_foldsUntrained = chosenIn(settings, kFoldsUntrained);
    refreshFold();
}

void StageBoard::save(Settings& settings) const {
    settings.setValue(kFoldsTrained, m_foldsTrained ? int(*m_foldsTrained) : kNotChosen);
    settings.setValue(kFoldsUntrained, m_foldsUntrained ? int(*m_foldsUntrained) : kNotChosen);
}

/// With nothing cut short: as a picture of whole cards, or of small ones, or a line a stage, whichever keeps its
/// text as large as it is to be on a paper of that width.
std::unique_ptr<StageBoard> StageBoard::onPaper(const QFont& font, int width) const {
    for (const StageCard::Shape shape : {StageCard::Shape::Whole, StageCard::Shape::Small})
        if (auto board = onPaper(font, shape); board->minimumSizeHint().width() <= width)
            return board;
    return onPaper(font, StageCard::Shape::Line);
}

std::unique_ptr<StageBoard> StageBoard::onPaper(const QFont& font, StageCard::Shape shape) const {
    auto board = std::make_unique<StageBoard>(m_session);
    board->m_paperShape = shape;
    board->m_fold->hide();
    board->setFont(font);
    board->sizeImage();
    board->refreshFold();
    for (StageCard* card : board->m_cards)
        board->m_folded ? card->setMinimumWidth(card->sizeHint().width()) : card->widen();
    return board;
}

void StageBoard::drawFigure(QCPPainter& painter, const QSize& size) {
    drawWidgetOnPaper(*onPaper(painter.font(), size.width()), painter, size);
}

int StageBoard::figureHeight(int width, const QFont& font) const {
    return heightOnPaper(*onPaper(font, width), width, font);
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
    if (m_folded)
        return; // there are no arrows
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
