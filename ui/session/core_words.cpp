#include "session/core_words.h"

#include "analysis/parameter_differences.h"
#include "plan/stage.h"
#include "session/stage_view.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <functional>

namespace moelab {
namespace {

QString coreWords(const char* text) { return QCoreApplication::translate("moelab::ParameterEditor", text); }

const ParameterInfo* findParameter(std::string_view name) {
    const auto found = std::ranges::find(parameterTable(), name, &ParameterInfo::name);
    return found == parameterTable().end() ? nullptr : &*found;
}

using Words = std::function<QString(const QRegularExpressionMatch&)>;

QString replaced(const QString& text, const QRegularExpression& pattern, const Words& words) {
    QString shown;
    qsizetype from = 0;
    for (const QRegularExpressionMatch& match : pattern.globalMatch(text)) {
        shown += text.mid(from, match.capturedStart() - from) + words(match);
        from = match.capturedEnd();
    }
    return shown + text.mid(from);
}

/// A name of one word is one of the language too, unless the message begins with it.
QString parameterIn(const QRegularExpressionMatch& match) {
    const QString name = match.captured();
    return match.capturedStart() > 0 && !name.contains(u'_') ? name : labelOf(name.toStdString());
}

/// "stage expert-natural" as "stage Expert natural".
QString stageIn(const QRegularExpressionMatch& match) {
    const std::string name = match.captured(2).toStdString();
    const Title title = titleOfStage(name);
    return title.name == name ? match.captured() : match.captured(1) + titleOf(title); // else it is none
}

} // namespace

QString translated(std::string_view text) {
    return text.empty() ? QString() : coreWords(std::string(text).c_str());
}

QString labelOf(const ParameterInfo& info) {
    if (info.name == "use_large_experts")
        return coreWords("Large experts");
    if (info.name == "use_large_gating_mlp")
        return coreWords("Large gate");
    if (info.name == "use_large_baseline_classifier")
        return coreWords("Large baseline");
    QString label = fromView(info.name).replace(u'_', u' ');
    label[0] = label[0].toUpper();
    return coreWords(label.toUtf8().constData());
}

QString labelOf(std::string_view name) {
    if (const ParameterInfo* const info = findParameter(name))
        return labelOf(*info);
    return name == "data" ? coreWords("Data") : fromView(name);
}

QString valueWords(std::string_view name, const Json& value) {
    const ParameterInfo* const info = findParameter(name);
    return info && !info->zero.empty() && value == 0 ? translated(info->zero)
                                                     : QString::fromStdString(valueText(value));
}

/// What is quoted, or part of a path, is somebody else's.
QString inForm(const QString& message) {
    static const QRegularExpression kName(QStringLiteral("(?<![\\w./=\"-])[a-z]+(_[a-z]+)*(?![\\w/=\"-]|\\.\\w)"));
    static const QRegularExpression kStage(QStringLiteral("\\b([Ss]tage )([a-z0-9][a-z0-9_-]*)\\b"));
    return replaced(replaced(message, kStage, stageIn), kName, parameterIn);
}

QString messageOf(const std::exception& problem) { return inForm(QString::fromStdString(problem.what())); }

} // namespace moelab
