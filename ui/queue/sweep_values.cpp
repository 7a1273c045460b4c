#include "queue/sweep_values.h"

#include "base/error.h"
#include "text/typed_number.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <cmath>
#include <variant>

namespace moelab {
namespace {

using Values = std::vector<Json>;

constexpr double kMostExact = 9e15;

QString valueWords(const char* text) { return QCoreApplication::translate("moelab::SweepDialog", text); }

bool isWhole(const ParameterInfo& info) { return std::holds_alternative<std::int64_t Parameters::*>(info.member); }

bool isNumber(const ParameterInfo& info) {
    return isWhole(info) || std::holds_alternative<double Parameters::*>(info.member);
}

Json valueOf(const ParameterInfo& info, double number) {
    if (isWhole(info) && number == std::floor(number) && std::abs(number) < kMostExact)
        return static_cast<std::int64_t>(number);
    return number;
}

bool isTaken(const ParameterInfo& info, const Json& value) {
    try {
        Parameters scratch;
        setParameter(scratch, info, value);
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// "3,5" as the values 3 and 5; none unless all of them are values of the parameter. The 001 of "0,001" is no value
/// that anybody means.
Values listed(const ParameterInfo& info, const QString& text) {
    static const QRegularExpression kLeadingZero(QStringLiteral("^[+-]?0\\d"));
    Values values;
    for (const QString& part : text.split(u',')) {
        const std::vector<double> readings = readingsOf(part);
        if (readings.size() != 1 || kLeadingZero.match(part.trimmed()).hasMatch() ||
            !isTaken(info, valueOf(info, readings.front())))
            return {};
        values.push_back(valueOf(info, readings.front()));
    }
    return values;
}

/// @param text holds commas between digits: they may be part of a number, or part numbers
Values numbersWithCommas(const ParameterInfo& info, const QString& text) {
    const Values list = listed(info, text);
    Values single;
    for (const double reading : readingsOf(text))
        if (const Json value = valueOf(info, reading); isTaken(info, value))
            single.push_back(value);
    if (list.empty() && single.size() == 1)
        return single;
    if (!list.empty() && single.empty())
        return list;
    if (!list.empty())
        throw Error(std::string(info.name) + ":",
                    valueWords("\"%1\" may be one number or several").arg(text).toStdString(),
                    valueWords("Put a semicolon between values").toStdString());
    return {valueOf(info, typedNumber(text, std::string(info.name)))}; // out of range, as the plan will say
}

Values numbersFrom(const ParameterInfo& info, const QString& text) {
    static const QRegularExpression kBetween(QStringLiteral(";|,(?=\\s|$)"));
    Values values;
    for (const QString& part : text.split(kBetween)) {
        const Values more = part.contains(u',')
                                ? numbersWithCommas(info, part.trimmed())
                                : Values{valueOf(info, typedNumber(part.trimmed(), std::string(info.name)))};
        values.insert(values.end(), more.begin(), more.end());
    }
    return values;
}

Values namesFrom(const QString& text) {
    static const QRegularExpression kBetween(QStringLiteral("[;,]"));
    Values names;
    for (const QString& part : text.split(kBetween, Qt::SkipEmptyParts))
        names.emplace_back(part.trimmed().toStdString());
    return names;
}

Values jsonFrom(const ParameterInfo& info, const QString& text) {
    try {
        const Json list = parseJson(QStringLiteral("[%1]").arg(text).toStdString(), std::string(info.name));
        return {list.begin(), list.end()};
    } catch (const Error& problem) {
        const bool groups = std::holds_alternative<ClassGroups Parameters::*>(info.member);
        throw Error(std::string(info.name), problem.problem(),
                    (groups ? valueWords("Type groups such as {\"even\": [0, 2], \"odd\": [1, 3]}")
                            : valueWords("Type true, false or both"))
                        .toStdString());
    }
}

} // namespace

VariedParameter variedFrom(const ParameterInfo& info, const QString& text) {
    static const QRegularExpression kRange(QStringLiteral(R"(^(.*?)\.\.(.*?)(\blog)?\s*$)"));
    const std::string name(info.name);
    if (const QRegularExpressionMatch range = kRange.match(text); isNumber(info) && range.hasMatch())
        return {name,
                {},
                SweepRange{typedNumber(range.captured(1), name), typedNumber(range.captured(2), name),
                           !range.captured(3).isEmpty()}};
    QString values = text.trimmed();
    if (values.endsWith(u',') || values.endsWith(u';')) // somebody is typing
        values.chop(1);
    if (values.trimmed().isEmpty())
        return {name, {}, std::nullopt};
    if (!info.choices.empty())
        return {name, namesFrom(values), std::nullopt};
    return {name, isNumber(info) ? numbersFrom(info, values) : jsonFrom(info, values), std::nullopt};
}

} // namespace moelab
