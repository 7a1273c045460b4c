#include "parameters/parameter_words.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace moelab {
namespace {

QString words(const char* text) { return QCoreApplication::translate("moelab::ParameterEditor", text); }

} // namespace

QString defaultText(const ParameterInfo& info) { return valueWords(info.name, getParameter(Parameters(), info)); }

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

bool isDecidedByRun(std::string_view name) { return name == "threads" || name == "convolution"; }

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
