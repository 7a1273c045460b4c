#include "mixture/causes_plot.h"

#include "base/percent.h"
#include "plotting/csv.h"
#include "plotting/palette.h"
#include "session/data_view.h"
#include "session/outcome_words.h"
#include "text/foreign_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace moelab {
namespace {

constexpr double kThickness = 0.8; ///< of a bar, where the next one is 1 away
constexpr int kMostName = 150;
constexpr int kMargin = 15;          // round the axes, as QCustomPlot has it
constexpr int kLeastRows = 3;        // that are shown of many
constexpr std::size_t kFewBars = 12; // that are all shown, even where their names have little room

QString legendTextOf(Outcome cause) {
    switch (cause) {
    case Outcome::Gate:
        return CausesPlot::tr("gate error");
    case Outcome::Blend:
        return CausesPlot::tr("combination error");
    case Outcome::Members:
        return CausesPlot::tr("baseline and expert");
    default:
        return CausesPlot::tr("the same, misrouted");
    }
}

} // namespace

CausesPlot::CausesPlot(QWidget* parent)
    : ThemedPlot(parent)
    , m_legend(addLegendAbove(2))
    , m_frame(new QCPItemRect(this))
    , m_scroll(new QScrollBar(this)) {
    m_scroll->hide();
    m_scroll->setObjectName(QStringLiteral("causesScroll"));
    m_scroll->setAccessibleName(tr("The classes that are shown"));
    setFocusPolicy(Qt::StrongFocus);
    m_frame->setClipToAxisRect(false);
    m_frame->setVisible(false);
    m_legend->setIconSize(14, 18);
    for (std::size_t i = 0; i < kErrorCauses.size(); ++i) {
        m_parts[i] = new QCPBars(yAxis, xAxis);
        m_parts[i]->setName(legendTextOf(kErrorCauses[i]));
        m_parts[i]->setBrush(causeColour(kErrorCauses[i]));
        m_parts[i]->setWidth(kThickness);
        m_parts[i]->removeFromLegend();
        m_parts[i]->addToLegend(m_legend);
        if (i > 0)
            m_parts[i]->moveAbove(m_parts[i - 1]);
    }
    yAxis->setRangeReversed(true);
    yAxis->setNumberFormat(QStringLiteral("g")); // else a class 1e5 is written as a power of ten
    yAxis->setSubTicks(false);
    yAxis->setTickLength(0);
    yAxis->grid()->setVisible(false);
    xAxis->setLabel(tr("error rate (% of images)"));
    connect(this, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        const auto part = event->button() == Qt::LeftButton ? partAt(event->position()) : std::nullopt;
        if (!part)
            return;
        frame(*part);
        chooseCurrent();
    });
    connect(m_scroll, &QScrollBar::valueChanged, this, [this] {
        showRows();
        replot(rpQueuedReplot);
    });
    connect(this, &QCustomPlot::afterLayout, this, [this] {
        const QCPRange before = yAxis->range();
        if (!m_onPaper)
            showRows();
        if (yAxis->range() != before)
            replot(rpQueuedReplot);
    });
    connect(this, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) { pointAt(event->position()); });
    applyPalette(palette());
    outline(palette().color(QPalette::Base), palette().color(QPalette::WindowText));
}

double CausesPlot::shareOf(const Bar& bar, Outcome outcome) {
    const std::int64_t images = bar.counts.images();
    return images == 0 ? 0 : static_cast<double>(bar.counts[outcome]) / static_cast<double>(images);
}

double CausesPlot::percentOf(const Bar& bar, Outcome outcome) { return 100 * shareOf(bar, outcome); }

void CausesPlot::showCauses(const Attribution& attribution, const QStringList& classNames, std::size_t most) {
    m_current.reset();
    emit hovered({}); // what was said is of what it showed before
    m_frame->setVisible(false);
    m_bars.clear();
    for (std::size_t cls = 0; cls < attribution.classes.size(); ++cls)
        m_bars.push_back(
            {static_cast<int>(cls), classNames.value(static_cast<int>(cls)), attribution.classes[cls]});
    if (most > 0 && m_bars.size() > most) {
        std::ranges::stable_sort(m_bars, std::ranges::greater(),
                                 [](const Bar& bar) { return bar.counts.errors(); });
        m_bars.resize(most);
    }
    m_bars.insert(m_bars.begin(), {-1, tr("all"), attribution.all});
    double longest = 0;
    for (QCPBars* part : m_parts)
        part->data()->clear();
    for (std::size_t bar = 0; bar < m_bars.size(); ++bar) {
        const auto key = static_cast<double>(bar);
        double length = 0;
        for (std::size_t i = 0; i < kErrorCauses.size(); ++i) {
            const double percent = percentOf(m_bars[bar], kErrorCauses[i]);
            m_parts[i]->addData(key, percent);
            length += percent;
        }
        longest = std::max(longest, length);
    }
    xAxis->setRange(0, longest > 0 ? longest * 1.03 : 1);
    nameBars(1, fontMetrics());
    setRowsBeside(static_cast<int>(std::min(m_bars.size(), kFewBars)));
    m_scroll->setValue(0);
    showRows();
    replot(rpQueuedReplot);
}

void CausesPlot::nameBars(std::size_t step, const QFontMetrics& metrics) {
    const QSharedPointer<QCPAxisTickerText> names(new QCPAxisTickerText);
    for (std::size_t bar = 0; bar < m_bars.size(); bar += step) {
        const QString name = metrics.elidedText(inLine(m_bars[bar].name), Qt::ElideMiddle, kMostName);
        const bool none = m_bars[bar].counts.images() == 0; // which would look like no errors
        names->addTick(static_cast<double>(bar), none ? tr("%1: no images").arg(name) : name);
    }
    yAxis->setTicker(names);
    yAxis->setNumberFormat(QStringLiteral("g")); // or a class "1e3" would be drawn as a power of ten
}

std::size_t CausesPlot::room(int height, const QFontMetrics& metrics) {
    return static_cast<std::size_t>(std::max(kLeastRows, height / metrics.height()));
}

void CausesPlot::showRows() {
    const std::size_t shown = m_bars.size() <= kFewBars
                                  ? m_bars.size()
                                  : std::min(m_bars.size(), room(axisRect()->height(), fontMetrics()));
    const auto hidden = static_cast<int>(m_bars.size() - shown);
    m_scroll->setRange(0, hidden);
    m_scroll->setPageStep(static_cast<int>(shown));
    m_scroll->setVisible(hidden > 0);
    m_frame->setClipToAxisRect(hidden > 0); // else its line is cut at the edges
    const int bar = hidden > 0 ? m_scroll->sizeHint().width() : 0;
    axisRect()->setMinimumMargins({kMargin, kMargin, kMargin + bar, kMargin});
    const double first = m_scroll->value();
    yAxis->setRange(first - 0.6, first + static_cast<double>(shown) - 0.4);
}

void CausesPlot::resizeEvent(QResizeEvent* event) {
    ThemedPlot::resizeEvent(event);
    const int bar = m_scroll->sizeHint().width();
    m_scroll->setGeometry(width() - bar, 0, bar, height());
}

void CausesPlot::wheelEvent(QWheelEvent* event) {
    if (m_scroll->maximum() == 0)
        ThemedPlot::wheelEvent(event);
    else
        QCoreApplication::sendEvent(m_scroll, event);
}

void CausesPlot::showNothing() { m_bars.clear(); }

/// Where a part begins, in percent.
double CausesPlot::startOf(const Part& part) const {
    double start = 0;
    for (const Outcome cause : kErrorCauses) {
        if (cause == part.cause)
            break;
        start += percentOf(m_bars[part.bar], cause);
    }
    return start;
}

QRectF CausesPlot::rectOf(const Part& part) const {
    const double start = startOf(part);
    const double end = start + percentOf(m_bars[part.bar], part.cause);
    const auto key = static_cast<double>(part.bar);
    return QRectF(QPointF(xAxis->coordToPixel(start), yAxis->coordToPixel(key - kThickness / 2)),
                  QPointF(xAxis->coordToPixel(end), yAxis->coordToPixel(key + kThickness / 2)));
}

QRectF CausesPlot::partRect(int label, Outcome cause) const {
    const auto bar = std::ranges::find(m_bars, label, &Bar::label);
    return rectOf({static_cast<std::size_t>(bar - m_bars.begin()), cause});
}

std::optional<CausesPlot::Part> CausesPlot::partAt(const QPointF& position) const {
    if (!axisRect()->rect().contains(position.toPoint()))
        return std::nullopt;
    for (std::size_t bar = 0; bar < m_bars.size(); ++bar)
        for (const Outcome cause : kErrorCauses)
            if (rectOf({bar, cause}).contains(position))
                return Part{bar, cause};
    return std::nullopt;
}

std::optional<Outcome> CausesPlot::legendAt(const QPointF& position) const {
    for (std::size_t i = 0; i < kErrorCauses.size(); ++i)
        if (m_legend->item(static_cast<int>(i))->outerRect().contains(position.toPoint()))
            return kErrorCauses[i];
    return std::nullopt;
}

/// Says what is under the pointer: a part's images in words, the meaning of a cause as a tool tip.
void CausesPlot::pointAt(const QPointF& position) {
    const auto part = partAt(position);
    const auto named = part ? std::optional(part->cause) : legendAt(position);
    setToolTip(named ? meaningOf(*named) : QString());
    setCursor(part ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!part) {
        emit hovered({});
        return;
    }
    emit hovered(wordsFor(*part));
}

QString CausesPlot::wordsFor(const Part& part) const {
    const Bar& bar = m_bars[part.bar];
    return tr("%1: %2 of %5 (%3 %) misclassified, cause: %4. Click to see them.")
        .arg(inText(bar.name), QLocale().toString(static_cast<qlonglong>(bar.counts[part.cause])),
             QString::number(inPercent(shareOf(bar, part.cause)), 'f', 1), nameOf(part.cause),
             imageCount(bar.counts.images()));
}

CausesPlot::Part CausesPlot::besides(const Part& part, int step) const {
    const auto place = std::ranges::find(kErrorCauses, part.cause) - kErrorCauses.begin();
    for (auto next = place + step; next >= 0 && next < std::ssize(kErrorCauses); next += step)
        if (const Part found{part.bar, kErrorCauses[static_cast<std::size_t>(next)]}; isThere(found))
            return found;
    return part;
}

CausesPlot::Part CausesPlot::below(const Part& part, int step) const {
    for (auto bar = static_cast<std::ptrdiff_t>(part.bar) + step; bar >= 0 && bar < std::ssize(m_bars);
         bar += step) {
        const auto place = static_cast<std::size_t>(bar);
        if (isThere({place, part.cause}))
            return {place, part.cause};
        for (const Outcome cause : kErrorCauses)
            if (isThere({place, cause}))
                return {place, cause};
    }
    return part;
}

void CausesPlot::frame(const Part& part) {
    m_current = part;
    const double start = startOf(part);
    const auto key = static_cast<double>(part.bar);
    m_frame->topLeft->setCoords(start, key - kThickness / 2);
    m_frame->bottomRight->setCoords(start + percentOf(m_bars[part.bar], part.cause), key + kThickness / 2);
    m_frame->setVisible(true);
    const auto row = static_cast<int>(part.bar);
    m_scroll->setValue(std::clamp(m_scroll->value(), row - m_scroll->pageStep() + 1, row));
    replot(rpQueuedReplot);
}

void CausesPlot::chooseCurrent() { emit partChosen(m_bars[m_current->bar].label, m_current->cause); }

void CausesPlot::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_current) {
        chooseCurrent();
        return;
    }
    const bool along = key == Qt::Key_Left || key == Qt::Key_Right;
    if ((!along && key != Qt::Key_Up && key != Qt::Key_Down) || m_bars.empty() ||
        m_bars.front().counts.errors() == 0) {
        ThemedPlot::keyPressEvent(event);
        return;
    }
    const int step = key == Qt::Key_Left || key == Qt::Key_Up ? -1 : 1;
    if (m_current)
        frame(along ? besides(*m_current, step) : below(*m_current, step));
    else // the first part of all images
        frame({0, *std::ranges::find_if(kErrorCauses, [this](Outcome cause) { return isThere({0, cause}); })});
    emit hovered(wordsFor(*m_current));
}

void CausesPlot::leaveEvent(QEvent* event) {
    ThemedPlot::leaveEvent(event);
    emit hovered({});
}

void CausesPlot::changeEvent(QEvent* event) {
    ThemedPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        outline(palette().color(QPalette::Base), palette().color(QPalette::WindowText));
}

/// Parts are told apart by a line of the ground's colour, too.
void CausesPlot::outline(const QColor& ground, const QColor& ink) {
    m_frame->setPen(QPen(ink, 2.5));
    for (QCPBars* part : m_parts)
        part->setPen(QPen(ground, 1));
}

/// All bars, though not all of their names have room.
void CausesPlot::drawFigure(QCPPainter& painter, const QSize& size) {
    constexpr int kLinesBeside = 6; // of the legend and the axis
    const QScopedValueRollback onPaper(m_onPaper, true);
    const QFontMetrics metrics = painter.fontMetrics(); // of the paper
    const bool isFitted = m_bars.size() <= kFewBars && size.height() >= figureHeight(size.width(), painter.font());
    const std::size_t names =
        isFitted ? m_bars.size() : room(size.height() - kLinesBeside * metrics.height(), metrics);
    outline(paperPalette().color(QPalette::Base), paperPalette().color(QPalette::WindowText));
    axisRect()->setMinimumMargins({kMargin, kMargin, kMargin, kMargin});
    yAxis->setRange(-0.6, static_cast<double>(m_bars.size()) - 0.4);
    nameBars((m_bars.size() + names - 1) / names, metrics);
    drawOnPaper(painter, size);
    nameBars(1, fontMetrics());
    showRows();
    outline(palette().color(QPalette::Base), palette().color(QPalette::WindowText));
    replot(rpQueuedReplot);
}

QString CausesPlot::figureCsv() const {
    QStringList header = {QStringLiteral("class"), QStringLiteral("images"), QStringLiteral("errors"),
                          QStringLiteral("error_rate")};
    const std::array outcomes = {Outcome::Right, Outcome::Saved,   Outcome::Gate,
                                 Outcome::Blend, Outcome::Members, Outcome::MisroutedMembers};
    header << QStringLiteral("right") << QStringLiteral("saved") << QStringLiteral("gate")
           << QStringLiteral("weighing") << QStringLiteral("members") << QStringLiteral("members_misrouted");
    QString csv = csvLine(header);
    for (const Bar& bar : m_bars) {
        const std::int64_t images = bar.counts.images();
        QStringList line = {bar.name, QString::number(images), QString::number(bar.counts.errors())};
        line << (images == 0 ? QString()
                             : nineDigits(static_cast<double>(bar.counts.errors()) / static_cast<double>(images)));
        for (const Outcome outcome : outcomes)
            line << QString::number(bar.counts[outcome]);
        csv += csvLine(line);
    }
    return csv;
}

} // namespace moelab
