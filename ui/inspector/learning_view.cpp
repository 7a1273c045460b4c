#include "inspector/learning_view.h"

#include "analysis/learning.h"
#include "plotting/palette.h"
#include "text/foreign_text.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kTickHeight = 10;
constexpr double kWidestTick = 9;
constexpr int kLineSpace = 4;

QString wordsFor(const ImageLearning& image) {
    if (image.neverRight())
        return LearningView::tr("never correct");
    if (image.learned == 1)
        return LearningView::tr("correct after every epoch");
    if (image.learned == 0)
        return LearningView::tr("forgotten in epoch %1").arg(image.forgotten);
    if (image.forgotten == 0)
        return LearningView::tr("learned in epoch %1").arg(image.learned);
    return LearningView::tr("forgotten in epoch %1, learned again in epoch %2")
        .arg(image.forgotten)
        .arg(image.learned);
}

} // namespace

LearningView::LearningView(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("inspectorEpochs"));
    setAccessibleName(tr("Epochs at which each member learned and forgot the image"));
}

void LearningView::clear() {
    m_members.clear();
    setAccessibleDescription({});
    updateGeometry();
    update();
}

void LearningView::addMember(const QString& member, const EpochAnswers& answers, std::size_t row,
                             const QStringList& names) {
    Member line{
        QStringLiteral("%1: %2").arg(member, wordsFor(learningOf(answers, row))), {}, answers.labels[row], names};
    for (std::int64_t epoch = 1; epoch <= answers.epochs(); ++epoch)
        line.answers.push_back(answers.at(epoch)[row]);
    setAccessibleDescription(accessibleDescription() + line.words + QStringLiteral(". "));
    m_members.push_back(std::move(line));
    updateGeometry();
    update();
}

int LearningView::lineHeight() const { return fontMetrics().lineSpacing() + kTickHeight + kLineSpace; }

QSize LearningView::sizeHint() const { return {120, static_cast<int>(m_members.size()) * lineHeight()}; }

QRectF LearningView::tickRect(std::size_t member, int epoch) const {
    const Member& line = m_members[member];
    const double step = std::min(kWidestTick, double(width()) / static_cast<double>(line.answers.size()));
    const bool right = line.answers[static_cast<std::size_t>(epoch - 1)] == line.label;
    const int height = right ? kTickHeight : kTickHeight / 2;
    const int bottom = static_cast<int>(member) * lineHeight() + fontMetrics().lineSpacing() + kTickHeight;
    return {(epoch - 1) * step, double(bottom - height), step > 3 ? step - 1 : step, double(height)};
}

void LearningView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    for (std::size_t member = 0; member < m_members.size(); ++member) {
        const Member& line = m_members[member];
        const QRect text(0, static_cast<int>(member) * lineHeight(), width(), fontMetrics().lineSpacing());
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                         fontMetrics().elidedText(line.words, Qt::ElideRight, width()));
        for (std::size_t epoch = 0; epoch < line.answers.size(); ++epoch)
            painter.fillRect(tickRect(member, static_cast<int>(epoch) + 1),
                             line.answers[epoch] == line.label ? rightColour() : wrongColour());
    }
}

bool LearningView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), tickWords(help->pos()), this);
    return true;
}

/// The tick's epoch and answer, or beside the ticks the line's words, which may be cut off.
QString LearningView::tickWords(const QPoint& position) const {
    const auto member = static_cast<std::size_t>(std::max(0, position.y() / lineHeight()));
    if (member >= m_members.size())
        return {};
    const Member& line = m_members[member];
    const double step = std::min(kWidestTick, double(width()) / static_cast<double>(line.answers.size()));
    const auto epoch = static_cast<std::size_t>(std::max(0, position.x()) / step);
    if (position.y() % lineHeight() < fontMetrics().lineSpacing() || epoch >= line.answers.size())
        return line.words;
    const QString answer = inText(line.names[line.answers[epoch]]);
    return line.answers[epoch] == line.label ? tr("epoch %1: %2, correct").arg(epoch + 1).arg(answer)
                                             : tr("epoch %1: %2, wrong").arg(epoch + 1).arg(answer);
}

} // namespace moelab
