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
const QString kTrueClass = QStringLiteral("▸ ");

QString barPercent(float share) { return QStringLiteral("%1 %").arg(inPercent(share), 0, 'f', 1); }

} // namespace

PredictionBars::PredictionBars(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("inspectorBars"));
    setAccessibleName(tr("Shares of the classes that each member predicts"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
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

int PredictionBars::rowHeight() const {
    const int bars = static_cast<int>(m_members.size()) * (kShareHeight + kShareSpace);
    return std::max(bars, fontMetrics().lineSpacing()) + kRowSpace;
}

/// At most two fifths of the width; a name that needs more is cut in its middle. The true class's is bold.
int PredictionBars::namesWidth() const {
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    int names = 0;
    for (const std::size_t cls : m_rows)
        names =
            std::max(names, metrics.horizontalAdvance(kTrueClass + inLine(m_names[static_cast<qsizetype>(cls)])));
    return std::min(names + kGap, 2 * width() / 5);
}

int PredictionBars::numberWidth() const {
    QFont bold = font();
    bold.setBold(true);
    return QFontMetrics(bold).horizontalAdvance(barPercent(1)) + kGap;
}

QSize PredictionBars::sizeHint() const {
    return {180, static_cast<int>(m_members.size()) * lineHeight() + kGap +
                     static_cast<int>(m_rows.size()) * rowHeight()};
}

QRect PredictionBars::rowRect(std::size_t row) const {
    const int top = static_cast<int>(m_members.size()) * lineHeight() + kGap;
    return {0, top + static_cast<int>(row) * rowHeight(), width(), rowHeight()};
}

QRectF PredictionBars::barRect(std::size_t row, std::size_t member) const {
    const QRect area = rowRect(row);
    const int names = namesWidth();
    const double whole = std::max(0, width() - names - numberWidth());
    const auto share = static_cast<double>(m_members[member].shares[m_rows[row]]);
    const int top = area.top() + kRowSpace / 2 + static_cast<int>(member) * (kShareHeight + kShareSpace);
    return {double(names), double(top), whole * std::clamp(share, 0.0, 1.0), double(kShareHeight)};
}

void PredictionBars::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    for (std::size_t member = 0; member < m_members.size(); ++member)
        drawMember(painter, member);
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        if (rowRect(row).intersects(event->rect()))
            drawRow(painter, row);
}

QString PredictionBars::memberWords(const Member& member, const QString& name, const QString& prediction) const {
    const float share = *std::ranges::max_element(member.shares);
    return QStringLiteral("%1: %2%3 (%4)").arg(name, member.sign, prediction, barPercent(share));
}

QString PredictionBars::memberWords(std::size_t member) const {
    return memberWords(m_members[member], m_members[member].name, m_members[member].prediction);
}

int PredictionBars::keySide() const { return fontMetrics().ascent() - 2; }

/// The member's name gives way first, to half of the room for both.
QString PredictionBars::lineOf(std::size_t member) const {
    const QFontMetrics metrics = fontMetrics();
    const Member& shown = m_members[member];
    const int room = width() - keySide() - kGap - metrics.horizontalAdvance(memberWords(shown, {}, {}));
    const int name = metrics.horizontalAdvance(shown.name);
    const int prediction = metrics.horizontalAdvance(shown.prediction);
    const int forPrediction = std::min(prediction, std::max(room - name, room / 2));
    const auto cut = [&](const QString& text, int most) { // Qt cuts what needs a part of a pixel more, too
        return metrics.horizontalAdvance(text) <= most
                   ? text
                   : metrics.elidedText(text, Qt::ElideMiddle, std::max(0, most));
    };
    return memberWords(shown, cut(shown.name, room - forPrediction), cut(shown.prediction, forPrediction));
}

void PredictionBars::drawMember(QPainter& painter, std::size_t member) const {
    const QRect line(0, static_cast<int>(member) * lineHeight(), width(), lineHeight());
    const int side = keySide();
    const QRect key(0, line.top() + (line.height() - side) / 2, side, side);
    painter.fillRect(key, m_members[member].colour);
    const QRect text = line.adjusted(side + kGap, 0, 0, 0);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, lineOf(member));
}

void PredictionBars::drawRow(QPainter& painter, std::size_t row) const {
    const QRect area = rowRect(row);
    const std::size_t cls = m_rows[row];
    QFont named = font();
    named.setBold(m_label == cls);
    painter.setFont(named);
    painter.setPen(palette().color(QPalette::WindowText));
    const QString mark = m_label == cls ? kTrueClass : QString();
    const int names = namesWidth() - kGap;
    const QFontMetrics metrics = painter.fontMetrics();
    painter.drawText(QRect(0, area.top(), names, area.height()), Qt::AlignVCenter | Qt::AlignLeft,
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
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight, barPercent(last[cls]));
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
        if (help->pos().y() / lineHeight() == static_cast<int>(member))
            words = memberWords(member);
    QToolTip::showText(help->globalPos(), words, this);
    return true;
}

} // namespace moelab
