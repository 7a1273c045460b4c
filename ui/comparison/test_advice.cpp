#include "comparison/test_advice.h"

#include "comparison/measure_words.h"

#include <QCoreApplication>

#include <map>

namespace moelab {
namespace {

QString adviceWords(const char* text, int count = -1) {
    return QCoreApplication::translate("moelab::TestAdvice", text, nullptr, count);
}

/// Measures that are judged alike.
struct Verdict {
    TrustedTest trusted;
    bool skewed;
    int pairs;

    auto operator<=>(const Verdict&) const = default;
};

QString wordsFor(const Verdict& verdict, const QString& measures) {
    const QString few =
        adviceWords(
            "%1: the tests disagree. Of %n pairs, sign flips cannot come below p = %2, so they cannot decide.",
            verdict.pairs)
            .arg(measures, QString::number(leastSignFlip(static_cast<std::size_t>(verdict.pairs)), 'g', 3));
    switch (verdict.trusted) {
    case TrustedTest::TTest:
        return few + u' ' +
               adviceWords("Trust the t test, as far as the differences are normally distributed, which so few "
                           "cannot show. With six seeds or more both tests can decide.");
    case TrustedTest::Neither:
        return few + u' ' +
               adviceWords("The t test supposes normally distributed differences, and these are skewed: trust "
                           "neither, and train more seeds.");
    case TrustedTest::SignFlips:
        return adviceWords("%1: the tests disagree. Trust the sign flips: they suppose only that without an effect "
                           "either run of a pair might as well be the better one.")
                   .arg(measures) +
               u' ' +
               (verdict.skewed
                    ? adviceWords("The t test supposes normally distributed differences, and these are skewed.")
                    : adviceWords("The t test also supposes normally distributed differences."));
    case TrustedTest::Both:
        break;
    }
    return {};
}

} // namespace

QString testAdvice(const RunGroup& first, const RunGroup& second) {
    std::vector<std::shared_ptr<const RunSummary>> runs = first.runs;
    runs.insert(runs.end(), second.runs.begin(), second.runs.end());
    std::map<Verdict, QStringList> measures;
    for (const Measure& measure : measuresOf(runs)) {
        if (!isSameTask(*first.runs.front(), *second.runs.front(), measure))
            continue;
        const GroupComparison found = compareGroups(first, second, measure);
        if (!found.paired || trustedTest(*found.paired) == TrustedTest::Both)
            continue;
        measures[{trustedTest(*found.paired), isSkewed(*found.paired), static_cast<int>(found.seeds.size())}]
            << titleOf(measure);
    }
    QStringList sentences;
    for (const auto& [verdict, titles] : measures)
        sentences << wordsFor(verdict, titles.join(QStringLiteral("; ")));
    return sentences.join(u' ');
}

} // namespace moelab
