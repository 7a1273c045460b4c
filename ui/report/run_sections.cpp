#include "report/run_sections.h"

#include "config/parameter_table.h"
#include "curves/curves_plot.h"
#include "data/cifar/cifar10.h"
#include "report/report_words.h"
#include "session/chance_words.h"
#include "session/core_words.h"
#include "text/foreign_text.h"
#include "text/quoted_text.h"

#include <QAbstractItemModel>

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

using namespace report;

constexpr QSize kCurves(680, 430);

/// Whether there are classes for all of the groups: the lab's are of ten.
bool isPartitionOf(const ClassGroups& groups, const RunConfig& config) {
    std::size_t classes = 0;
    for (const ClassGroup& group : groups)
        classes += group.classes.size();
    return classes == config.classNames.size();
}

/// "artificial: airplane, ship; natural: bird, cat"
QString groupsText(const ClassGroups& groups, const std::vector<std::string>& classNames) {
    QStringList parts;
    for (const ClassGroup& group : groups) {
        QStringList classes;
        for (const int cls : group.classes)
            classes << quoted(QString::fromStdString(classNames[static_cast<std::size_t>(cls)]), u",;:");
        parts << QString::fromStdString(group.name) + QStringLiteral(": ") + classes.join(QStringLiteral(", "));
    }
    return parts.join(QStringLiteral("; "));
}

/// Whether a parameter's value is better read as a table: a partition of many classes.
bool isLong(const ParameterInfo& info, const RunConfig& config) {
    constexpr std::size_t kMostNamed = 20;
    return info.name == "groups" && config.classNames.size() > kMostNamed;
}

/// "artificial: airplane, ship" in two columns, a group a row.
ReportTable groupsTable(const RunConfig& config) {
    ReportTable table{{words("class group"), words("classes")}, {}, 2, {}};
    for (const ClassGroup& group : config.parameters.groups) {
        const QString whole = groupsText({group}, config.classNames);
        const QString name = QString::fromStdString(group.name);
        table.rows.push_back({name, whole.mid(name.size() + 2)}); // behind ": "
    }
    return table;
}

QStringList stageRow(const StageSummary& each) {
    QStringList row = {titleOf(each.stage), wordsFor(statusOf(each.state))};
    if (!each.result)
        return row << QStringList(8);
    const auto percentOf = [](const std::optional<double>& share) { return share ? percent(*share) : QString(); };
    return row << percent(each.result->accuracy) << percentOf(each.result->balancedAccuracy)
               << percentOf(each.result->macroF1) << QString::number(each.result->loss, 'f', 4)
               << QString::number(each.result->epochs) << QString::number(each.result->bestEpoch)
               << QString::number(each.result->seconds, 'f', 1)
               << QString::number(each.result->imagesPerSecond, 'f', 0);
}

std::vector<StageView> viewsOf(const RunFindings& findings) {
    std::vector<StageView> views;
    for (const StageSummary& each : findings.summary.stages) {
        StageView view{each.stage, statusOf(each.state), {}, each.result, {}, {}, {}};
        if (const auto epochs = findings.history.find(each.stage.name); epochs != findings.history.end())
            view.epochs = epochs->second;
        views.push_back(std::move(view));
    }
    return views;
}

QString kindOf(const DataSource& data) {
    if (data.drawn)
        return words("drawn by moelab, not photographs");
    if (data.official)
        return words("the official archive (verified by its hash)");
    return isLikePublishedCifar(data.name) ? words("as found, not compared with the official archive")
                                           : words("as found");
}

} // namespace

QString chanceText(const RunSummary& run) {
    std::vector<std::pair<QString, QStringList>> notes; // with all stages of which the same is to be said
    for (const StageSummary& each : run.stages) {
        if (!each.result)
            continue;
        const QString text = chanceNote(each.stage, *each.result, run.config.parameters, run.stagesAtChance()).text;
        if (text.isEmpty())
            continue;
        const auto same = std::ranges::find(notes, text, &std::pair<QString, QStringList>::first);
        if (same == notes.end())
            notes.emplace_back(text, QStringList(titleOf(each.stage)));
        else
            same->second << titleOf(each.stage);
    }
    QStringList lines;
    for (const auto& [text, stages] : notes)
        lines << QStringLiteral("%1: %2").arg(stages.join(QStringLiteral(", ")), text);
    return lines.join(u'\n');
}

ReportTable reportTable(const QAbstractItemModel& model, int textColumns) {
    ReportTable table{{}, {}, textColumns, {}};
    for (int column = 0; column < model.columnCount(); ++column) // in full: paper breaks lines
        table.heading << inLine(model.headerData(column, Qt::Horizontal, Qt::EditRole).toString());
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data().toString();
        table.rows.push_back(cells);
    }
    return table;
}

ReportSection parametersSection(const RunSummary& run) {
    ReportTable table{{words("parameter"), words("value"), words("default")}, {}, 3, {}};
    const Parameters defaults;
    const Parameters& own = run.config.parameters;
    for (const ParameterInfo& info : parameterTable()) {
        const bool changed = getParameter(own, info) != getParameter(defaults, info);
        const bool groups = info.name == "groups";
        const auto text = [&](const Parameters& of) {
            return groups ? groupsText(of.groups, run.config.classNames)
                          : valueWords(info.name, getParameter(of, info));
        };
        const bool elsewhere = isLong(info, run.config);
        const bool differs = changed && !elsewhere && (!groups || isPartitionOf(defaults.groups, run.config));
        table.rows.push_back({QString::fromUtf8(info.name.data(), static_cast<qsizetype>(info.name.size())),
                              elsewhere ? words("%1 groups, see Data").arg(own.groups.size()) : text(own),
                              differs ? text(defaults) : QString()});
        table.marked.push_back(changed);
    }
    return {words("Parameters"), {ReportText{words("Values that differ from the default are bold.")}, table}};
}

ReportSection dataSection(const RunSummary& run) {
    const RunConfig& config = run.config;
    ReportTable table{{words("data"), QString()}, {}, 2, {}};
    table.rows = {{words("name"), QString::fromStdString(config.data.name)},
                  {words("from"), QString::fromStdString(config.data.origin)},
                  {words("kind"), kindOf(config.data)},
                  {words("training images"), QString::number(config.parameters.trainExamples)},
                  {words("test images"), QString::number(config.parameters.testExamples)},
                  {words("classes"), QString::number(config.classNames.size())},
                  {words("image size"),
                   words("%1 × %2, %3")
                       .arg(config.images.width)
                       .arg(config.images.height)
                       .arg(config.images.channels == 1 ? words("one channel") : words("three channels"))},
                  {words("fingerprint"), QString::fromStdString(config.dataFingerprint)}};
    if (!config.data.sha256.empty())
        table.rows.push_back({words("archive's SHA-256"), QString::fromStdString(config.data.sha256)});
    ReportSection section{words("Data"), {table}};
    if (isLong(parameterInfo("groups"), config))
        section.blocks.push_back(groupsTable(config));
    return section;
}

ReportSection stagesSection(const RunFindings& findings) {
    ReportTable table{{words("stage"), words("state"), words("accuracy (%)"), words("balanced (%)"),
                       words("macro F1 (%)"), words("loss"), words("epochs"), words("best epoch"), words("seconds"),
                       words("images/s")},
                      {},
                      2,
                      {}};
    for (const StageSummary& each : findings.summary.stages) {
        table.rows.push_back(stageRow(each));
        table.marked.push_back(each.stage.isMixture);
    }
    ReportSection section{words("Stages"),
                          {ReportText{words("Best weights of each stage on the test set; an expert is scored on "
                                            "the images of its group, the gate on groups.")},
                           table}};
    for (const StageSummary& each : findings.summary.stages)
        if (!learns(each.stage))
            section.blocks.push_back(ReportText{
                words("%1 has nothing to learn: its group has one class, %2, which it predicts with certainty.")
                    .arg(titleOf(each.stage),
                         QString::fromStdString(
                             findings.summary.config.classNames[static_cast<std::size_t>(each.stage.constant)]))});
    if (const QString chance = chanceText(findings.summary); !chance.isEmpty())
        section.blocks.push_back(ReportText{chance});
    const auto curves = std::make_shared<CurvesPlot>();
    curves->setOptions({.batches = false});
    curves->showStages(viewsOf(findings), 0);
    if (!curves->figureIsEmpty())
        section.blocks.push_back(ReportFigures{
            {ReportFigure{words("Loss and accuracy after each epoch (solid: validation, dashed: training). "
                                "Diamond: best epoch, whose weights were kept. Cross: early stopping."),
                          curves, kCurves}}});
    return section;
}

ReportSection repeatSection(const QStringList& commands) {
    ReportSection section{words("Reproduction"), {}};
    for (const QString& line : commands)
        section.blocks.push_back(ReportCommand{line});
    section.blocks.push_back(
        ReportText{words("The same parameters, data, LibTorch and number of threads give the same weights bit for "
                         "bit on a processor of the same kind, and the same up to rounding on others.")});
    section.blocks.push_back(
        ReportText{words("This report was made by moelab %1, built with LibTorch %2, on Qt %3.")
                       .arg(QCoreApplication::applicationVersion(), QStringLiteral(MOELAB_LIBTORCH_VERSION),
                            QLatin1String(qVersion()))});
    return section;
}

} // namespace moelab
