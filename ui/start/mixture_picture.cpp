#include "start/mixture_picture.h"

#include "config/parameters.h"
#include "plotting/palette.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kColumns = 5;
constexpr int kRows = 3;
constexpr int kGap = 30; // between columns, for an arrow
constexpr int kLeastGap = 14;
constexpr int kRowGap = 10;
constexpr int kSpace = 7; // around words
constexpr int kBar = 5;

QFont bold(QFont font) {
    font.setBold(true);
    return font;
}

} // namespace

MixturePicture::MixturePicture(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("mixturePicture"));
    setAccessibleName(tr("A mixture of experts"));
    setAccessibleDescription(tr(
        "A picture: an image goes to the gate and to the baseline. The gate sends it to one of the experts, each "
        "of which knows some of the classes. The sub-gates weigh the expert's prediction and the baseline's, "
        "which gives the mixture's prediction."));
    const std::vector<Stage> stages = stagesOf(Parameters().groups);
    const auto gate = std::ranges::find(stages, Targets::Groups, &Stage::targets);
    std::vector<QColor> experts;
    for (const Stage& stage : stages)
        if (stage.group >= 0)
            experts.push_back(memberColour(stage));
    m_parts = {{tr("Image"), tr("of any class"), 0, 3, {}},
               {tr("Gate"), tr("picks an expert"), 1, 2, memberColour(*gate)},
               {tr("Expert"), tr("for some classes"), 2, 1, experts.front()},
               {tr("Expert"), tr("for the others"), 2, 3, experts.back()},
               {tr("Baseline"), tr("for all classes"), 2, 5, memberColour(referenceOf(stages))},
               {tr("Sub-gates"), tr("weigh both"), 3, 3, memberColour(mixtureOf(stages))},
               {tr("Prediction"), tr("of the mixture"), 4, 3, {}}};
    m_arrows = {{0, 1, true}, {0, 4, true},  {1, 2, true}, {1, 3, false},
                {2, 5, true}, {3, 5, false}, {4, 5, true}, {5, 6, true}};
}

int MixturePicture::widthOf(int column) const {
    const QFontMetrics titles(bold(font()));
    int width = 0;
    for (const Part& part : m_parts)
        if (part.column == column)
            width = std::max(
                {width, titles.horizontalAdvance(part.title), fontMetrics().horizontalAdvance(part.words)});
    return width + 2 * kSpace + kBar;
}

QSize MixturePicture::sizeWith(int gap) const {
    int width = (kColumns - 1) * gap;
    for (int column = 0; column < kColumns; ++column)
        width += widthOf(column);
    const int part = 2 * fontMetrics().lineSpacing() + 2 * kSpace;
    return {width + 2, kRows * part + (kRows - 1) * kRowGap + 2};
}

QSize MixturePicture::sizeHint() const { return sizeWith(kGap); }

QSize MixturePicture::minimumSizeHint() const { return sizeWith(kLeastGap); }

int MixturePicture::gap() const {
    return std::clamp((width() - sizeWith(0).width()) / (kColumns - 1), kLeastGap, kGap);
}

/// From the left; what room there is to spare stays at the right.
QRect MixturePicture::placeOf(const Part& part) const {
    int left = 1;
    for (int column = 0; column < part.column; ++column)
        left += widthOf(column) + gap();
    const int height = 2 * fontMetrics().lineSpacing() + 2 * kSpace;
    const int middle = 1 + part.halfRow * (height + kRowGap) / 2 - kRowGap / 2;
    return {left, middle - height / 2, widthOf(part.column), height};
}

void MixturePicture::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Arrow& arrow : m_arrows)
        drawArrow(painter, arrow);
    for (const Part& part : m_parts)
        drawPart(painter, part);
}

void MixturePicture::drawPart(QPainter& painter, const Part& part) const {
    const QRect place = placeOf(part);
    painter.setPen(QPen(mutedText(palette()), 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    if (part.colour.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(part.colour);
        painter.drawRoundedRect(QRectF(place.left() + 3, place.top() + 4, kBar, place.height() - 8), 2, 2);
    }
    const int line = fontMetrics().lineSpacing();
    const QRect text(place.left() + kBar + kSpace, place.top() + kSpace, place.width() - kBar - kSpace, line);
    painter.setFont(bold(font()));
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, part.title);
    painter.setFont(font());
    painter.setPen(mutedText(palette()));
    painter.drawText(text.translated(0, line), Qt::AlignVCenter | Qt::AlignLeft, part.words);
}

void MixturePicture::drawArrow(QPainter& painter, const Arrow& arrow) const {
    const QRect from = placeOf(m_parts[arrow.from]);
    const QRect to = placeOf(m_parts[arrow.to]);
    const QPointF start(from.right() + 2, from.center().y());
    // Into the middle of what is beside it, else into its edge that is nearer.
    const double inset = to.height() / 4.0;
    const QPointF end(to.left() - 2, std::clamp<double>(start.y(), to.top() + inset, to.bottom() - inset));
    const double bend = end.x() - gap() / 2.0;
    QPainterPath path(start);
    path.lineTo(bend, start.y());
    path.lineTo(bend, end.y());
    path.lineTo(end);
    const QColor ink = mutedText(palette());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink, 1.5, arrow.taken ? Qt::SolidLine : Qt::DashLine));
    painter.drawPath(path);
    painter.setPen(QPen(ink, 1.5));
    painter.drawLine(end, end + QPointF(-6, -4));
    painter.drawLine(end, end + QPointF(-6, 4));
}

} // namespace moelab
