#include "inspector/prediction_bars.h"

#include "base/percent.h"
#include "plotting/palette.h"
#include "text/foreign_text.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kShareHeight = 6;
constexpr int kShareSpace = 1;
constexpr int kRowSpace = 6;
constexpr int kGap = 4;
constexpr int kLeastBars = 12; // letters, as long as a whole share is at least
const QString kTrueClass = QStringLiteral("▸ ");

QString barPercent(float share) { return QStringLiteral("%1 %").arg(inPercent(share), 0, 'f', 1); }

/// Of the class that it predicts.
QString shareWords(const PredictionBars::Member& member) {
    return QStringLiteral(" (%1)").arg(barPercent(*std::ranges::max_element(member.shares)));
}

} // namespace

PredictionBars::PredictionBars(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("inspectorBars"));
    setAccessibleName(tr("Shares of the classes that each member predicts"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void PredictionBars::showMembers(std::vector<Member> members, const QStringList& classNames,
                                 std::vector<std::size_t> rows, std::optional<std::size_t> label) {
    m_members = std::move(members);
    m_names = classNames;
    m_rows = std::move(rows);
    m_label = label;
    QStringList words;
    for (std::size_t member = 0; member < m_members.size(); ++member)
        words << memberWords(member);
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        words << wordsOf(row);
    setAccessibleDescription(words.join(QStringLiteral(". ")));
    updateGeometry();
    update();
}

int PredictionBars::lineHeight() const { return fontMetrics().lineSpacing() + 2; }

int PredictionBars::memberHeight(int width) const {
    for (std::size_t member = 0; member < m_members.size(); ++member)
        if (fontMetrics().horizontalAdvance(memberWords(member)) > roomBesideKey(width))
            return 2 * lineHeight();
    return lineHeight();
}

int PredictionBars::rowHeight(int width) const {
    const int bars = static_cast<int>(m_members.size()) * (kShareHeight + kShareSpace);
    const int line = fontMetrics().lineSpacing();
    return (isNarrow(width) ? line + bars : std::max(bars, line)) + kRowSpace;
}

int PredictionBars::rowsTop(int width) const {
    return static_cast<int>(m_members.size()) * memberHeight(width) + kGap + (m_members.empty() ? 0 : lineHeight());
}

bool PredictionBars::isNarrow(int width) const {
    return width - namesWidth(width) - numberWidth() < kLeastBars * fontMetrics().averageCharWidth();
}

/// At most two fifths of the width, or what the bars leave of it; a name that needs more is cut in its middle. The
/// true class's is bold.
int PredictionBars::namesWidth(int width) const {
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    int names = 0;
    for (const std::size_t cls : m_rows)
        names =
            std::max(names, metrics.horizontalAdvance(kTrueClass + inLine(m_names[static_cast<qsizetype>(cls)])));
    const int beside = kLeastBars * fontMetrics().averageCharWidth() + numberWidth();
    return std::min(names + kGap, std::max(2 * width / 5, width - beside));
}

int PredictionBars::numberWidth() const {
    QFont bold = font();
    bold.setBold(true);
    return QFontMetrics(bold).horizontalAdvance(barPercent(1)) + kGap;
}

int PredictionBars::heightForWidth(int width) const {
    return rowsTop(width) + static_cast<int>(m_rows.size()) * rowHeight(width);
}

/// The lower one, where it is wide; the height follows the width.
QSize PredictionBars::sizeHint() const { return {180, heightForWidth(QWIDGETSIZE_MAX)}; }

QRect PredictionBars::rowRect(std::size_t row) const {
    const int height = rowHeight(width());
    return {0, rowsTop(width()) + static_cast<int>(row) * height, width(), height};
}

QRectF PredictionBars::barRect(std::size_t row, std::size_t member) const {
    const QRect area = rowRect(row);
    const bool narrow = isNarrow(width());
    const int names = narrow ? 0 : namesWidth(width());
    const double whole = narrow ? width() : std::max(0, width() - names - numberWidth());
    const auto share = static_cast<double>(m_members[member].shares[m_rows[row]]);
    const int first = area.top() + kRowSpace / 2 + (narrow ? fontMetrics().lineSpacing() : 0);
    const int top = first + static_cast<int>(member) * (kShareHeight + kShareSpace);
    return {double(names), double(top), whole * std::clamp(share, 0.0, 1.0), double(kShareHeight)};
}

void PredictionBars::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    for (std::size_t member = 0; member < m_members.size(); ++member)
        drawMember(painter, member);
    drawHeading(painter);
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        if (rowRect(row).intersects(event->rect()))
            drawRow(painter, row);
}

QString PredictionBars::memberWords(std::size_t member) const {
    const Member& shown = m_members[member];
    return QStringLiteral("%1: %2%3%4").arg(shown.name, shown.sign, shown.prediction, shareWords(shown));
}

int PredictionBars::keySide() const { return fontMetrics().ascent() - 2; }

int PredictionBars::roomBesideKey(int width) const { return width - keySide() - kGap; }

QString PredictionBars::lineOf(std::size_t member) const {
    if (memberHeight(width()) == lineHeight())
        return memberWords(member);
    const QFontMetrics metrics = fontMetrics();
    const Member& shown = m_members[member];
    const auto cut = [&](const QString& text, const QString& beside) {
        const int room = roomBesideKey(width()) - metrics.horizontalAdvance(beside);
        return metrics.horizontalAdvance(text) <= room // Qt cuts what needs a part of a pixel more, too
                   ? text
                   : metrics.elidedText(text, Qt::ElideMiddle, std::max(0, room));
    };
    const QString share = shareWords(shown);
    return cut(shown.name, QStringLiteral(":")) + QStringLiteral(":\n") + shown.sign +
           cut(shown.prediction, shown.sign + share) + share;
}

void PredictionBars::drawMember(QPainter& painter, std::size_t member) const {
    const int height = memberHeight(width());
    const QRect line(0, static_cast<int>(member) * height, width(), height);
    const int side = keySide();
    const QRect key(0, line.top() + (lineHeight() - side) / 2, side, side);
    painter.fillRect(key, m_members[member].colour);
    const QRect text = line.adjusted(side + kGap, 0, 0, 0);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, lineOf(member));
}

/// Whose the numbers are.
void PredictionBars::drawHeading(QPainter& painter) const {
    if (m_members.empty())
        return;
    const int line = lineHeight();
    painter.setFont(font());
    painter.setPen(mutedText(palette()));
    painter.drawText(QRect(0, rowsTop(width()) - line, width(), line), Qt::AlignVCenter | Qt::AlignRight,
                     fontMetrics().elidedText(m_members.back().name, Qt::ElideMiddle, width()));
}

void PredictionBars::drawRow(QPainter& painter, std::size_t row) const {
    const QRect area = rowRect(row);
    const std::size_t cls = m_rows[row];
    QFont named = font();
    named.setBold(m_label == cls);
    painter.setFont(named);
    painter.setPen(palette().color(QPalette::WindowText));
    const QString mark = m_label == cls ? kTrueClass : QString();
    const QFontMetrics metrics = painter.fontMetrics();
    const bool narrow = isNarrow(width());
    const int names = (narrow ? width() - numberWidth() : namesWidth(width())) - kGap;
    const QRect line(0, area.top(), width(), narrow ? kRowSpace / 2 + metrics.lineSpacing() : area.height());
    painter.drawText(line.adjusted(0, 0, names - width(), 0), Qt::AlignVCenter | Qt::AlignLeft,
                     mark + metrics.elidedText(inLine(m_names[static_cast<qsizetype>(cls)]), Qt::ElideMiddle,
                                               names - metrics.horizontalAdvance(mark)));
    for (std::size_t member = 0; member < m_members.size(); ++member)
        painter.fillRect(barRect(row, member), m_members[member].colour);
    if (m_members.empty())
        return;
    const std::vector<float>& last = m_members.back().shares; // the mixture's, once that is trained
    QFont number = font();
    number.setBold(std::ranges::max_element(last) - last.begin() == static_cast<std::ptrdiff_t>(cls));
    painter.setFont(number);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, barPercent(last[cls]));
}

QString PredictionBars::wordsOf(std::size_t row) const {
    const std::size_t cls = m_rows[row];
    QStringList shares;
    for (const Member& member : m_members)
        shares << QStringLiteral("%1 %2").arg(member.name, barPercent(member.shares[cls]));
    const QString name = inText(m_names[static_cast<qsizetype>(cls)]);
    return QStringLiteral("%1: %2").arg(m_label == cls ? tr("%1 (true class)").arg(name) : name,
                                        shares.join(QStringLiteral(", ")));
}

/// A tool tip names all of a row: its bars have no numbers but the last.
bool PredictionBars::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    QString words;
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        if (rowRect(row).contains(help->pos()))
            words = wordsOf(row);
    for (std::size_t member = 0; member < m_members.size(); ++member)
        if (help->pos().y() / memberHeight(width()) == static_cast<int>(member))
            words = memberWords(member);
    QToolTip::showText(help->globalPos(), words, this);
    return true;
}

} // namespace moelab
