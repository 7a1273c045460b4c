#include "text/typed_number.h"

#include "base/error.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <optional>

namespace moelab {
namespace {

constexpr double kMostExact = 9007199254740992; // 2^53

QString numberWords(const char* text) { return QCoreApplication::translate("moelab::TypedNumber", text); }

/// As `locale` writes numbers, without separators of thousands.
std::optional<double> plainNumber(const QString& text, QLocale locale) {
    locale.setNumberOptions(QLocale::RejectGroupSeparator);
    bool isNumber = false;
    const double number = locale.toDouble(text, &isNumber);
    return isNumber && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

bool isDigits(const QString& text, qsizetype least, qsizetype most) {
    return text.size() >= least && text.size() <= most &&
           std::ranges::all_of(text, [](QChar c) { return c.isDigit(); });
}

/// Whether the parts of a whole number are thousands. India parts the digits above them in pairs. No number with
/// thousands begins with a zero.
bool areThousands(const QStringList& parts) {
    return parts.size() > 1 && isDigits(parts.front(), 1, 3) && parts.front()[0].digitValue() != 0 &&
           isDigits(parts.back(), 3, 3) &&
           std::all_of(parts.begin() + 1, parts.end(), [](const QString& part) { return isDigits(part, 2, 3); });
}

/// @returns `text` without its separators of thousands; empty if there are none, or if they are not where they
/// belong
QString withoutThousands(QString text, const QLocale& locale) {
    const QString separator = locale.groupSeparator();
    if (locale.language() == QLocale::C || separator.isEmpty())
        return {};
    if (separator[0].isSpace()) // keyboards have no narrow no-break space
        for (QChar& c : text)
            if (c.isSpace())
                c = separator[0];
    const qsizetype sign = text.startsWith(u'-') || text.startsWith(u'+') || text.startsWith(u'\u2212') ? 1 : 0;
    const qsizetype point = text.indexOf(locale.decimalPoint());
    const qsizetype end = point < 0 ? text.size() : point;
    const QStringList parts = text.mid(sign, end - sign).split(separator);
    return areThousands(parts) ? text.left(sign) + parts.join(QString()) + text.mid(end) : QString();
}

/// What to type instead of what is not a number: the same with this locale's decimal point, if that was all.
QString adviceFor(const QString& text, const QLocale& locale, double example) {
    static const QString kPoints = QStringLiteral(".,\u066B");
    const auto isPoint = [](QChar c) { return kPoints.contains(c); };
    if (std::ranges::count_if(text, isPoint) == 1) {
        QString mended = text;
        std::ranges::replace_if(mended, isPoint, locale.decimalPoint()[0]);
        if (plainNumber(mended, locale))
            return numberWords("Type %1 if that is meant").arg(mended);
    }
    return numberWords("Type a number such as %1").arg(numberText(example, locale));
}

} // namespace

std::vector<double> readingsOf(const QString& text, const QLocale& locale) {
    const QString typed = text.trimmed();
    const QString ungrouped = withoutThousands(typed, locale);
    std::vector<double> readings;
    for (const auto& reading : {plainNumber(typed, QLocale::c()), plainNumber(typed, locale),
                                ungrouped.isEmpty() ? std::nullopt : plainNumber(ungrouped, locale)})
        if (reading && std::ranges::find(readings, *reading) == readings.end())
            readings.push_back(*reading);
    return readings;
}

double typedNumber(const QString& text, const std::string& subject, const QLocale& locale, double example) {
    const std::vector<double> readings = readingsOf(text, locale);
    if (readings.empty())
        throw Error(subject + ":", numberWords("\"%1\" is not a number").arg(text).toStdString(),
                    adviceFor(text.trimmed(), locale, example).toStdString());
    if (readings.size() > 1) {
        const QString first = numberText(readings[0], locale);
        const QString second = numberText(readings[1], locale);
        throw Error(subject + ":", numberWords("\"%1\" may mean %2 or %3").arg(text, first, second).toStdString(),
                    numberWords("Type %1 or %2").arg(first, second).toStdString());
    }
    return readings.front();
}

QString numberText(double value, const QLocale& locale) {
    QLocale plain = locale;
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    const bool whole = value == std::floor(value) && std::abs(value) < kMostExact;
    const QString text =
        whole ? plain.toString(value, 'f', 0) : plain.toString(value, 'g', QLocale::FloatingPointShortest);
    // Qt writes some locales' exponents, as the Arabic, in a way that it does not read.
    return readingsOf(text, locale) == std::vector{value}
               ? text
               : QString::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace moelab
