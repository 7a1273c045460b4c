#pragma once

#include <QString>
#include <QtTest>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace fixture {

/// What a text means to a person of a locale; nothing where it has to be refused.
struct Typed {
    const char* locale;
    QString text;
    std::optional<double> meant;
};

inline const std::vector<Typed> kTyped = {
    {"C", "7", 7},
    {"C", "0.25", 0.25},
    {"C", " 2.5e1 ", 25},
    {"C", "0,25", {}},
    {"C", "1,000", {}},
    {"C", "1 000", {}},
    {"C", "many", {}},
    {"C", "", {}},
    {"C", "nan", {}},
    {"C", "inf", {}},
    {"C", "-3", -3},
    {"en_US", "1,000", 1000},
    {"en_US", "1,5", {}},
    {"en_US", "0,001", {}},
    {"en_US", "0.125", 0.125},
    {"en_US", "10,00", {}},
    {"de_DE", "0.001", 0.001},
    {"de_DE", "0,001", 0.001},
    {"de_DE", "0.125", 0.125},
    {"de_DE", "1.5", 1.5},
    {"de_DE", "1.000", {}},
    {"de_DE", "10.000", {}},
    {"de_DE", "1,000", 1},
    {"de_DE", "1.000,5", 1000.5},
    {"de_DE", "1.000.000", 1000000},
    {"de_DE", "120", 120},
    {"es_ES", "1.000", {}},
    {"es_ES", "0,02", 0.02},
    {"fr_FR", "0,125", 0.125},
    {"fr_FR", "0.125", 0.125},
    {"fr_FR", QString::fromUtf8("1\u202f000"), 1000},
    {"fr_FR", QString::fromUtf8("1\u00a0000"), 1000},
    {"fr_FR", "1 000", 1000},
    {"fr_FR", "10 00", {}},
    {"en_IN", "1,00,000", 100000},
    {"en_IN", "0.3", 0.3},
    {"en_IN", "0,3", {}},
    {"ar_EG", QString::fromUtf8("\u0660\u066b\u0662\u0665"), 0.25},
    {"ar_EG", QString::fromUtf8("\u0667"), 7},
    {"ar_EG", "0.25", 0.25},
    {"ar_EG", "0,25", {}},
};

/// A row for each locale that there are texts of.
inline void eachLocale() {
    QTest::addColumn<QByteArray>("locale");
    QByteArray last;
    for (const Typed& typed : kTyped)
        if (std::exchange(last, typed.locale) != typed.locale)
            QTest::newRow(typed.locale) << last;
}

inline void eachTyped(const char* locale, const std::function<void(const Typed&)>& check) {
    for (const Typed& typed : kTyped)
        if (QByteArray(typed.locale) == locale)
            check(typed);
}

} // namespace fixture
