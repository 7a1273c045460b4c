#include "confusion/confusion_model.h"

#include "base/percent.h"
#include "plotting/csv.h"
#include "plotting/palette.h"
#include "session/data_view.h"
#include "text/foreign_text.h"

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

double share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// By its root, so that a few errors are seen too.
QColor shadeOf(double share, const QPalette& colours) { return shade(colours, std::sqrt(share)); }

/// @param better -1 to 1: how much of a row's images became right, or wrong below 0
QColor shadeOfChange(double better, const QPalette& colours) {
    return diverging(colours, std::copysign(std::min(1.0, std::sqrt(std::abs(better))), better));
}

} // namespace

void ConfusionModel::showTable(const ConfusionTable& table, ConfusionMode mode) {
    changeContent(table.order == m_table.order && table.names == m_table.names, [&] {
        m_table = table;
        m_mode = mode;
        m_rowSums.clear();
        m_columnSums.clear();
        for (std::int64_t cls = 0; cls < table.matrix.classes; ++cls) {
            m_rowSums.push_back(rowSum(table.matrix, cls));
            m_columnSums.push_back(columnSum(table.matrix, cls));
        }
    });
}

QModelIndex ConfusionModel::cellOf(int truth, int answer) const {
    const auto position = [this](int cls) { // past the last where the table has no such class
        const auto found = std::ranges::find(m_table.order, cls) - m_table.order.begin();
        return cls < 0 ? classes() : found < classes() ? static_cast<int>(found) : rowCount();
    };
    return index(position(truth), position(answer));
}

bool ConfusionModel::hasImages(const QModelIndex& cell) const {
    const int truth = classAt(cell.row());
    const int answer = classAt(cell.column());
    return truth < 0 || answer < 0 || m_table.matrix.at(truth, answer) > 0;
}

int ConfusionModel::classAt(int section) const {
    return section < classes() ? m_table.order[static_cast<std::size_t>(section)] : -1;
}

int ConfusionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || m_table.order.empty() ? 0 : classes() + 1;
}

MatrixModel::Cell ConfusionModel::cell(int row, int column, const QPalette& colours) const {
    const int truth = classAt(row);
    const int answer = classAt(column);
    if (truth >= 0 && answer >= 0)
        return {textOf(truth, answer), groundOf(truth, answer, colours)};
    if (truth >= 0)
        return {QString::number(rowSumOf(truth))};
    return {QString::number(answer >= 0 ? columnSumOf(answer) : m_table.matrix.total())};
}

QString ConfusionModel::name(int section, Qt::Orientation) const {
    const int cls = classAt(section);
    return cls < 0 ? tr("sum") : m_table.names[cls];
}

QString ConfusionModel::title(Qt::Orientation orientation) const {
    if (m_table.ofGroups)
        return orientation == Qt::Horizontal ? tr("predicted group") : tr("true group");
    return orientation == Qt::Horizontal ? tr("predicted class") : tr("true class");
}

/// As wide as the longest number of those that there can be.
int ConfusionModel::leastCell(const QFontMetrics& metrics) const {
    QString longest = QStringLiteral("100.0");
    if (showsDifference())
        longest = u'+' + QString::number(std::abs(std::ranges::max(
                             m_table.difference, {}, [](std::int64_t change) { return std::abs(change); })));
    else if (m_mode == ConfusionMode::Counts || m_mode == ConfusionMode::Difference)
        longest = QString::number(m_table.matrix.counts.empty() ? 0 : std::ranges::max(m_table.matrix.counts));
    return metrics.horizontalAdvance(QStringLiteral("0") + longest);
}

std::int64_t ConfusionModel::differenceAt(int truth, int answer) const {
    return m_table.difference[static_cast<std::size_t>(qsizetype{truth} * classes() + answer)];
}

QString ConfusionModel::textOf(int truth, int answer) const {
    const std::int64_t count = m_table.matrix.at(truth, answer);
    const auto percent = [](double value) {
        return value == 0 ? QStringLiteral("0") : QString::number(inPercent(value), 'f', 1);
    };
    if (m_mode == ConfusionMode::RowShares)
        return percent(share(count, rowSumOf(truth)));
    if (m_mode == ConfusionMode::ColumnShares)
        return percent(share(count, columnSumOf(answer)));
    if (!showsDifference())
        return QString::number(count);
    const std::int64_t change = differenceAt(truth, answer);
    return change > 0 ? QStringLiteral("+%1").arg(change) : QString::number(change);
}

/// The shade is the share of the row or column, so that small classes show too. More right answers and fewer wrong
/// ones are good.
QColor ConfusionModel::groundOf(int truth, int answer, const QPalette& colours) const {
    if (showsDifference()) {
        const auto change = static_cast<double>(differenceAt(truth, answer));
        const auto images = static_cast<double>(std::max<std::int64_t>(1, rowSumOf(truth)));
        return shadeOfChange((truth == answer ? change : -change) / images, colours);
    }
    const std::int64_t whole = m_mode == ConfusionMode::ColumnShares ? columnSumOf(answer) : rowSumOf(truth);
    const std::int64_t count = m_table.matrix.at(truth, answer);
    if (count == 0) // as most cells of many classes are
        return colours.color(QPalette::Base);
    return shadeOf(share(count, whole), colours);
}

std::optional<ColourScale> ConfusionModel::colourScale() const {
    if (showsDifference())
        return ColourScale{tr("better (% of the row)"), -100, 100, [](double percent, const QPalette& colours) {
                               return shadeOfChange(percent / 100, colours);
                           }};
    return ColourScale{
        m_mode == ConfusionMode::ColumnShares ? tr("share of the column (%)") : tr("share of the row (%)"), 0, 100,
        [](double percent, const QPalette& colours) { return shadeOf(percent / 100, colours); }};
}

QString ConfusionModel::words(int row, int column) const {
    const int truth = classAt(row);
    const int answer = classAt(column);
    const auto thereAre = [](std::int64_t count) {
        return (count == 1 ? tr("There is %1") : tr("There are %1")).arg(imageCount(count));
    };
    if (truth < 0 && answer < 0)
        return tr("%1 in all.").arg(thereAre(m_table.matrix.total()));
    if (answer < 0)
        return tr("%1 of %2.").arg(thereAre(rowSumOf(truth)), inText(m_table.names[truth]));
    if (truth < 0)
        return (columnSumOf(answer) == 1 ? tr("%1 was classified as %2.") : tr("%1 were classified as %2."))
            .arg(imageCount(columnSumOf(answer)), inText(m_table.names[answer]));
    const std::int64_t count = m_table.matrix.at(truth, answer);
    const QString what =
        m_table.ofGroups
            ? tr("True group %1, predicted %2: %3 of %6 (%4 %); %5 % of all images that were predicted as %2.")
            : tr("True class %1, predicted %2: %3 of %6 (%4 %); %5 % of all images that were predicted as %2.");
    return what.arg(inText(m_table.names[truth]), inText(m_table.names[answer]), QString::number(count),
                    QString::number(inPercent(share(count, rowSumOf(truth))), 'f', 1),
                    QString::number(inPercent(share(count, columnSumOf(answer))), 'f', 1),
                    imageCount(rowSumOf(truth)));
}

QString ConfusionModel::figureCsv() const {
    QStringList header = {QStringLiteral("true\\answer")};
    for (const int cls : m_table.order)
        header << m_table.names[cls];
    QString csv = csvLine(header);
    for (const int truth : m_table.order) {
        QStringList line = {m_table.names[truth]};
        for (const int answer : m_table.order)
            line << textOf(truth, answer);
        csv += csvLine(line);
    }
    return csv;
}

} // namespace moelab
