#include "comparison/comparison_tables.h"

#include "analysis/parameter_differences.h"
#include "comparison/measure_words.h"
#include "config/parameter_table.h"
#include "parameters/parameter_words.h"
#include "tables/cell_table.h"

#include <QCoreApplication>

#include <algorithm>

namespace moelab {
namespace {

using Cell = CellTable::Cell;

/// @param count for %n
QString tableWords(const char* text, int count = -1) {
    return QCoreApplication::translate("moelab::ComparisonPanel", text, nullptr, count);
}

QStringList namesOf(const Runs& runs) {
    QStringList names;
    for (const auto& run : runs)
        names << QString::fromStdString(run->name());
    return names;
}

Cell measureCell(const Measure& measure, std::optional<double> value) {
    return {valueText(measure, value), value ? QVariant(*value) : QVariant(QString()), {}, true};
}

const MemberComparison* memberFor(const RunComparison* comparison, const Measure& measure) {
    const bool countsImages = measure.kind == Measure::Kind::Gain || measure.kind == Measure::Kind::Accuracy;
    if (!comparison || !countsImages)
        return nullptr;
    const std::string stage = measure.kind == Measure::Kind::Gain ? std::string() : measure.stage;
    const auto found = std::ranges::find_if(comparison->members,
                                            [&](const MemberComparison& each) { return each.stage.name == stage; });
    return found == comparison->members.end() ? nullptr : &*found;
}

Cell mcNemarCell(const MemberComparison* member) {
    if (!member)
        return {QStringLiteral("–"), QString(), {}, true};
    return numberCell(probabilityText(member->test.p), member->test.p,
                      tableWords("McNemar's test. Images correct only in the second run: %1; only in the first: %2")
                          .arg(member->test.onlySecond)
                          .arg(member->test.onlyFirst));
}

const Cell kNoNumber = {QStringLiteral("–"), QString(), {}, true};

Cell differenceCell(const Measure& measure, double difference, const std::optional<Interval>& interval) {
    QString text = differenceText(measure, difference);
    QString help;
    if (interval) {
        text = tableWords("%1 ± %2").arg(text, reachText(measure, *interval));
        help = tableWords("95 % interval: %1").arg(intervalText(measure, *interval));
    }
    return numberCell(text, difference, help);
}

/// In the place of a difference.
Cell otherTask() {
    return {tableWords("other groups"),
            {},
            tableWords("Not compared: it tells other groups or classes from each other"),
            true};
}

Cell probabilityCell(double p) { return numberCell(probabilityText(p), p); }

/// The test of two groups in a table's cells: difference, p, p of the sign flips, which test.
CellTable::Row testCells(const GroupComparison& found, const Measure& measure) {
    if (found.seeds.empty() && !found.welch)
        return {kNoNumber, kNoNumber, kNoNumber, {tableWords("too few runs")}};
    if (found.welch)
        return {differenceCell(measure, found.difference, found.welch->interval),
                probabilityCell(found.welch->p),
                kNoNumber,
                {tableWords("Welch's t test (no seed in common)")}};
    QString alone;
    if (found.onlyFirst + found.onlySecond > 0)
        alone = tableWords("; %1 unpaired").arg(found.onlyFirst + found.onlySecond);
    if (!found.paired)
        return {differenceCell(measure, found.difference, {}),
                kNoNumber,
                kNoNumber,
                {tableWords("none (only one seed in common)") + alone}};
    const PairedTest& test = *found.paired;
    return {differenceCell(measure, found.difference, test.difference.interval),
            probabilityCell(test.p),
            test.signFlip ? probabilityCell(*test.signFlip) : kNoNumber,
            {tableWords("paired t test of %n seeds", static_cast<int>(found.seeds.size())) + alone}};
}

/// A measure over a group's runs, with how many of them are at chance.
Cell groupCell(const RunGroup& group, const Measure& measure) {
    const MeanEstimate found = estimate(group, measure);
    Cell cell = numberCell(estimateText(measure, found), found.mean);
    QStringList help;
    if (found.interval)
        help << tableWords("95 % interval %1, standard deviation %2")
                    .arg(intervalText(measure, *found.interval),
                         QString::number(shownValue(measure, *found.deviation), 'g', 3));
    if (const std::size_t stuck = countAtChance(group, measure); stuck > 0) {
        cell.text = tableWords("%1, %2 at chance").arg(cell.text).arg(stuck);
        help << tableWords(
                    "In %1 of %n runs, a stage that this result depends on never left chance. More patience or "
                    "epochs, another learning rate or other seeds may help.",
                    static_cast<int>(group.runs.size()))
                    .arg(stuck);
    }
    cell.help = help.join(u'\n');
    return cell;
}

} // namespace

void showDifferences(CellTable& table, const Runs& runs) {
    std::vector<CellTable::Row> rows;
    for (const ParameterDifference& each : parameterDifferences(runs)) {
        CellTable::Row row = {{labelOf(each.name)}};
        for (const Json& value : each.values)
            row.push_back({valueWords(each.name, value), {}, {}, value.is_number()});
        rows.push_back(std::move(row));
    }
    table.setContent(QStringList(tableWords("Parameter")) + namesOf(runs), std::move(rows));
}

void showStages(CellTable& table, const Runs& runs, const RunComparison* comparison) {
    QStringList header = QStringList(tableWords("Measure")) + namesOf(runs);
    const bool two = runs.size() == 2;
    if (two)
        header << tableWords("Difference") << tableWords("McNemar's p");
    std::vector<CellTable::Row> rows;
    for (const Measure& measure : measuresOf(runs)) {
        CellTable::Row row = {{titleOf(measure)}};
        for (const auto& run : runs)
            row.push_back(measureCell(measure, valueOf(*run, measure)));
        if (two) {
            const auto first = valueOf(*runs[0], measure);
            const auto second = valueOf(*runs[1], measure);
            const bool known = first && second;
            row.push_back(known && !isSameTask(*runs[0], *runs[1], measure) ? otherTask()
                          : known ? numberCell(differenceText(measure, *second - *first), *second - *first)
                                  : Cell{QStringLiteral("–"), QString(), {}, true});
            row.push_back(mcNemarCell(memberFor(comparison, measure)));
        }
        rows.push_back(std::move(row));
    }
    table.setContent(header, std::move(rows));
}

QString nameOf(const std::vector<RunGroup>& groups, std::size_t group) {
    Runs firsts;
    for (const RunGroup& each : groups)
        firsts.push_back(each.runs.front());
    QStringList parts;
    for (const ParameterDifference& each : parameterDifferences(firsts)) {
        if (each.name == "seed" || isOfTheMachine(each.name))
            continue;
        parts << QStringLiteral("%1 %2").arg(labelOf(each.name), valueWords(each.name, each.values[group]));
    }
    return parts.isEmpty() ? tableWords("All runs") : parts.join(QStringLiteral(", "));
}

void showGroups(CellTable& table, const std::vector<RunGroup>& groups, std::size_t first, std::size_t second) {
    const bool compared = first != second;
    QStringList header = {tableWords("Measure")};
    for (std::size_t group = 0; group < groups.size(); ++group)
        header << nameOf(groups, group);
    if (compared)
        header << tableWords("Difference") << tableWords("p") << tableWords("p, sign flips") << tableWords("Test");
    Runs all;
    for (const RunGroup& group : groups)
        all.insert(all.end(), group.runs.begin(), group.runs.end());
    std::vector<CellTable::Row> rows;
    for (const Measure& measure : measuresOf(all)) {
        CellTable::Row row = {{titleOf(measure)}};
        for (const RunGroup& group : groups) {
            row.push_back(groupCell(group, measure));
        }
        if (compared && !isSameTask(*groups[first].runs.front(), *groups[second].runs.front(), measure))
            row.insert(row.end(), {otherTask(), kNoNumber, kNoNumber, {}});
        else if (compared)
            std::ranges::copy(testCells(compareGroups(groups[first], groups[second], measure), measure),
                              std::back_inserter(row));
        rows.push_back(std::move(row));
    }
    table.setContent(header, std::move(rows));
}

} // namespace moelab
