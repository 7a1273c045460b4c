#include "workspace/run_row.h"

#include "config/parameter_table.h"
#include "parameters/parameter_words.h"
#include "text/foreign_text.h"
#include "text/quoted_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace moelab {
namespace {

QString words(const char* text) { return QCoreApplication::translate("moelab::RunRow", text); }

bool has(const RunSummary& run, StageState state) {
    return std::ranges::any_of(
        run.stages, [state](const StageSummary& each) { return learns(each.stage) && each.state == state; });
}

QString valueText(const Parameters& parameters, const ParameterInfo& info) {
    if (info.name == "groups") {
        QStringList names;
        for (const ClassGroup& group : parameters.groups)
            names << QString::fromStdString(group.name);
        return names.join(QLatin1Char('/'));
    }
    const Json value = getParameter(parameters, info);
    return QString::fromStdString(value.is_string() ? value.get<std::string>() : value.dump());
}

QString formValue(const Parameters& parameters, const ParameterInfo& info) {
    const Json value = getParameter(parameters, info);
    return value.is_number() ? valueWords(info.name, value) : valueText(parameters, info);
}

std::vector<const ParameterInfo*> notDefaults(const Parameters& parameters) {
    std::vector<const ParameterInfo*> found;
    for (const ParameterInfo& info : parameterTable())
        if (!isDecidedByRun(info.name) && !isDefault(parameters, info))
            found.push_back(&info);
    return found;
}

/// As files and command lines have it, by which it is searched too.
QString assignments(const Parameters& parameters) {
    QStringList all;
    for (const ParameterInfo* info : notDefaults(parameters))
        all << fromView(info->name) + u'=' + valueText(parameters, *info);
    return all.join(QStringLiteral(", "));
}

} // namespace

RunState stateOf(const RunRow& row, bool trains) {
    if (!row.summary)
        return RunState::Damaged;
    if (trains)
        return RunState::Training;
    if (!row.summary->leftOut.empty())
        return RunState::Damaged;
    if (row.summary->changedTo)
        return RunState::Stale;
    if (row.summary->isDone())
        return RunState::Done;
    if (has(*row.summary, StageState::Stale))
        return RunState::Stale;
    return has(*row.summary, StageState::Done) || has(*row.summary, StageState::Interrupted) ? RunState::Partly
                                                                                             : RunState::Untrained;
}

QString wordsFor(RunState state) {
    switch (state) {
    case RunState::Damaged:
        return words("damaged");
    case RunState::Stale:
        return words("out of date");
    case RunState::Training:
        return words("training");
    case RunState::Partly:
        return words("partly trained");
    case RunState::Untrained:
        return words("untrained");
    case RunState::Done:
        break;
    }
    return words("done");
}

RunTexts textsOf(const std::filesystem::path& workspace, const std::filesystem::path& path, const RunSummary* run) {
    const QString folder = QString::fromStdString(path.lexically_relative(workspace).string());
    if (!run)
        return {folder, {}, folder.toLower()};
    const std::string& name = run->note.name;
    RunTexts texts{
        name.empty() ? folder : QString::fromStdString(name), changedParameters(run->config.parameters), {}};
    texts.search = QStringList{texts.name,
                               folder,
                               QString::fromStdString(run->note.text),
                               tagsText(run->note.tags),
                               QString::fromStdString(run->config.data.name),
                               texts.changed,
                               assignments(run->config.parameters)}
                       .join(QLatin1Char('\n'))
                       .toLower();
    return texts;
}

QString tagsText(const std::vector<std::string>& tags) {
    QStringList texts;
    for (const std::string& tag : tags)
        texts << quoted(QString::fromStdString(tag), u",");
    return texts.join(QStringLiteral(", "));
}

std::vector<std::string> tagsFrom(const QString& text) {
    std::vector<std::string> tags;
    QuotedReader reader(text);
    while (!reader.atEnd()) {
        const QuotedReader::Word word = reader.next(u",");
        const std::string tag = (word.isQuoted ? word.text : word.text.simplified()).toStdString();
        if (!tag.empty() && std::ranges::find(tags, tag) == tags.end())
            tags.push_back(tag);
    }
    return tags;
}

QString changedParameters(const Parameters& parameters) {
    QStringList changed;
    for (const ParameterInfo* info : notDefaults(parameters))
        changed << labelOf(*info) + u' ' + formValue(parameters, *info);
    return changed.join(QStringLiteral(", "));
}

QString changesSince(const RunSummary& run) {
    if (!run.changedTo)
        return {};
    QStringList changes;
    for (const ParameterInfo& info : parameterTable())
        if (getParameter(*run.changedTo, info) != getParameter(run.config.parameters, info))
            changes << words("%1 is %2 now").arg(labelOf(info), inText(formValue(*run.changedTo, info)));
    return words(
               "The results are those of the parameters before these were changed; nothing is lost. Changed since: "
               "%1.")
        .arg(changes.join(QStringLiteral(", ")));
}

QString allParameters(const Parameters& parameters) {
    QStringList all;
    for (const ParameterInfo& info : parameterTable())
        all << labelOf(info) + QStringLiteral(": ") + formValue(parameters, info);
    return all.join(QLatin1Char('\n'));
}

} // namespace moelab
