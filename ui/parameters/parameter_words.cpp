#include "parameters/parameter_words.h"

#include "analysis/parameter_differences.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace moelab {
namespace {

QString words(const char* text) { return QCoreApplication::translate("moelab::ParameterEditor", text); }

} // namespace

QString translated(std::string_view text) { return text.empty() ? QString() : words(std::string(text).c_str()); }

QString defaultText(const ParameterInfo& info) {
    return QString::fromStdString(valueText(getParameter(Parameters(), info)));
}

QString labelOf(const ParameterInfo& info) {
    if (info.name == "use_large_experts")
        return words("Large experts");
    if (info.name == "use_large_gating_mlp")
        return words("Large gate");
    if (info.name == "use_large_baseline_classifier")
        return words("Large baseline");
    QString label = fromView(info.name).replace(u'_', u' ');
    label[0] = label[0].toUpper();
    return words(label.toUtf8().constData());
}

QString labelOf(std::string_view name) {
    const auto found = std::ranges::find(parameterTable(), name, &ParameterInfo::name);
    return found == parameterTable().end() ? fromView(name) : labelOf(*found);
}

QString settingText(const std::string& assignments) {
    static const QRegularExpression kName(QStringLiteral("(^|, | )([a-z_]+)="));
    const QString text = QString::fromStdString(assignments);
    QString shown;
    qsizetype from = 0;
    for (const QRegularExpressionMatch& match : kName.globalMatch(text)) {
        shown += text.mid(from, match.capturedStart() - from);
        shown += (match.capturedStart() > 0 ? QStringLiteral(", ") : QString()) +
                 labelOf(match.captured(2).toStdString()) + u' ';
        from = match.capturedEnd();
    }
    return shown + text.mid(from);
}

/// A name of one word is one of the language too, unless the message begins with it. What is quoted, or part of a
/// path, is somebody else's.
QString inForm(const QString& message) {
    static const QRegularExpression kName(QStringLiteral("(?<![\\w./=\"-])[a-z]+(_[a-z]+)*(?![\\w/=\"-]|\\.\\w)"));
    QString shown;
    qsizetype from = 0;
    for (const QRegularExpressionMatch& match : kName.globalMatch(message)) {
        if (match.capturedStart() > 0 && !match.captured().contains(u'_'))
            continue;
        shown += message.mid(from, match.capturedStart() - from) + labelOf(match.captured().toStdString());
        from = match.capturedEnd();
    }
    return shown + message.mid(from);
}

QString helpOf(const ParameterInfo& info) {
    QString help = translated(info.help);
    if (info.maximum > info.minimum)
        help += u'\n' + words("From %1 to %2 %3.")
                            .arg(info.minimum, 0, 'g', 16)
                            .arg(info.maximum, 0, 'g', 16)
                            .arg(translated(info.unit))
                            .replace(QLatin1String(" ."), QLatin1String("."));
    help += u'\n' + words("Default: %1. Name in files: %2.").arg(defaultText(info), fromView(info.name));
    return help;
}

} // namespace moelab
