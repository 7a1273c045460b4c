#include "routing/routing_model.h"

#include "base/percent.h"
#include "plotting/csv.h"
#include "plotting/palette.h"
#include "session/data_view.h"
#include "text/foreign_text.h"

#include <QFontMetrics>

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

const QString kNothing = QStringLiteral("–");

QString percent(double share) { return std::isnan(share) ? kNothing : QString::number(inPercent(share), 'f', 1); }

} // namespace

void RoutingModel::showTable(const RoutingTable& table, RoutingMode mode) {
    const bool same =
        table.order == m_table.order && table.classes == m_table.classes && table.groups == m_table.groups;
    changeContent(same, [&] {
        m_table = table;
        m_mode = mode;
        m_largest = largestShare(table, mode);
    });
}

QModelIndex RoutingModel::cellOf(int cls, int column) const {
    return index(static_cast<int>(std::ranges::find(m_table.order, cls) - m_table.order.begin()), column);
}

int RoutingModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.order.size());
}

int RoutingModel::columnCount(const QModelIndex& parent) const {
    return rowCount(parent) == 0 ? 0 : groups() + kFacts;
}

int RoutingModel::facts(Qt::Orientation orientation) const {
    return orientation == Qt::Horizontal && rowCount() > 0 ? kFacts : 0;
}

std::vector<int> RoutingModel::borders(Qt::Orientation orientation) const {
    return orientation == Qt::Vertical ? m_table.borders : std::vector<int>();
}

int RoutingModel::leastCell(const QFontMetrics& metrics) const {
    return metrics.horizontalAdvance(QStringLiteral(" 100.0 "));
}

/// Counts are shaded by the share of the class's images.
std::optional<ColourScale> RoutingModel::colourScale() const {
    const bool ofImages = m_mode == RoutingMode::Shares || m_mode == RoutingMode::Counts;
    return ColourScale{ofImages                      ? tr("share of the class (%)")
                       : m_mode == RoutingMode::Gate ? tr("mean probability (%)")
                                                     : tr("mean weight (%)"),
                       0, 100 * m_largest, [largest = m_largest](double percent, const QPalette& colours) {
                           return shade(colours, std::clamp(percent / 100 / largest, 0.0, 1.0));
                       }};
}

QString RoutingModel::name(int section, Qt::Orientation orientation) const {
    if (orientation == Qt::Vertical)
        return m_table.classes[classAt(section)];
    if (section < groups())
        return m_table.groups[section];
    const QString facts[] = {tr("images"), tr("own group (%)"), tr("entropy"), tr("margin")};
    return facts[section - groups()];
}

QString RoutingModel::title(Qt::Orientation orientation) const {
    return orientation == Qt::Horizontal ? titleOf(m_mode) : QString();
}

MatrixModel::Cell RoutingModel::cell(int row, int column, const QPalette& colours) const {
    if (column >= groups())
        return {textOf(row, column)};
    return {textOf(row, column), ground(row, column, colours), ownGroup(row) == column};
}

QColor RoutingModel::ground(int row, int column, const QPalette& colours) const {
    const double share = shareOf(routingAt(row), m_mode, column) / m_largest;
    return shade(colours, std::isnan(share) ? 0 : std::clamp(share, 0.0, 1.0));
}

QString RoutingModel::textOf(int row, int column) const {
    const ClassRouting& routing = routingAt(row);
    if (column < groups())
        return m_mode == RoutingMode::Counts ? QString::number(routing.routed[static_cast<std::size_t>(column)])
                                             : percent(shareOf(routing, m_mode, column));
    const auto number = [](double value) { return std::isnan(value) ? kNothing : QString::number(value, 'f', 3); };
    switch (column - groups()) {
    case Images:
        return QString::number(routing.images);
    case HitRate:
        return percent(routing.hitRate);
    case Entropy:
        return number(routing.entropy);
    default:
        return number(routing.margin);
    }
}

QString RoutingModel::words(int row, int column) const {
    const ClassRouting& routing = routingAt(row);
    const QString name = inText(m_table.classes[classAt(row)]);
    const QString text = textOf(row, column);
    if (routing.images == 0)
        return tr("There are no images of %1.").arg(name);
    switch (column - groups()) {
    case Images:
        return (routing.images == 1 ? tr("There is %2 of %1. Click to see it.")
                                    : tr("There are %2 of %1. Click to see them."))
            .arg(name, imageCount(routing.images));
    case HitRate:
        return tr("%1 % of the images of %2 are routed to its own group, %3. Click to see them.")
            .arg(text, name, m_table.groups[ownGroup(row)]);
    case Entropy:
        return tr("The gate's probabilities for %1 have a mean entropy of %2 bits: 0 is certain, %3 is undecided "
                  "between all groups. Click to see all images of %1, most uncertain first.")
            .arg(name, text, QString::number(std::log2(groups()), 'f', 2));
    case Margin:
        return tr("For %1 the gate's first choice is on average %2 above its second. Click to see all images of "
                  "%1, smallest margin first.")
            .arg(name, text);
    default:
        break;
    }
    const QString& group = m_table.groups[column];
    const auto position = static_cast<std::size_t>(column);
    switch (m_mode) {
    case RoutingMode::Shares:
    case RoutingMode::Counts:
        return tr("Of the %1 of %2, %5 (%3 %) routed to %4. Click to see them.")
            .arg(imageCount(routing.images), name, percent(routing.load[position]), group,
                 QLocale().toString(static_cast<qlonglong>(routing.routed[position])));
    case RoutingMode::Gate:
        return tr("The gate's mean probability of %1 is %3 % for images of %2. Click to see all images of %2.")
            .arg(group, name, text);
    case RoutingMode::BaselineWeight:
    case RoutingMode::ExpertWeight:
        break;
    }
    const QString member = m_mode == RoutingMode::BaselineWeight ? tr("the baseline") : tr("the expert");
    return tr("On the route to %1, the output of %2 for %3 has a weight of %4 % (the outputs of both members for "
              "all classes add up to 100 %), on average over all images of %3, wherever they are routed. Click to "
              "see them.")
        .arg(group, member, name, text);
}

QString RoutingModel::figureCsv() const {
    QStringList header = {QStringLiteral("class"), QStringLiteral("images"), QStringLiteral("hit_rate"),
                          QStringLiteral("entropy_bits"), QStringLiteral("margin")};
    for (const char* what : {"routed", "load", "gate", "baseline_weight", "expert_weight"})
        for (const QString& group : m_table.groups)
            header << QStringLiteral("%1:%2").arg(QLatin1String(what), group);
    QString csv = csvLine(header);
    // What is said of no images is left empty.
    const auto number = [](double value) { return std::isnan(value) ? QString() : nineDigits(value); };
    for (const int cls : m_table.order) {
        const ClassRouting& row = m_table.rows[static_cast<std::size_t>(cls)];
        QStringList line = {m_table.classes[cls], QString::number(row.images), number(row.hitRate),
                            number(row.entropy), number(row.margin)};
        for (const std::int64_t images : row.routed)
            line << QString::number(images);
        for (const auto* const values : {&row.load, &row.gate, &row.baselineWeight, &row.expertWeight})
            for (const double value : *values)
                line << number(value);
        csv += csvLine(line);
    }
    return csv;
}

} // namespace moelab
