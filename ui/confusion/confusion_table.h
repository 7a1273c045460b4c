#pragma once

#include "analysis/confusion.h"
#include "data/class_groups.h"
#include "plan/stage.h"

#include <QStringList>

#include <string>
#include <vector>

namespace moelab {

/// What a confusion view shows: a matrix with names, and where group borders are drawn.
struct ConfusionTable {
    QString title;
    QStringList names;
    std::vector<int> order;   ///< position on the screen -> class; classes of a group stand together
    std::vector<int> borders; ///< positions before which a group begins, without 0
    ConfusionMatrix matrix;
    std::vector<std::int64_t> difference; ///< against the baseline, [classes, classes]; empty if not asked for
    bool ofGroups = false;                ///< what is told apart is class groups, as a gate does
};

/// The names of a member's outputs, the classes of a group together; without title and numbers.
ConfusionTable tableFor(const Stage& stage, const ClassGroups& groups, const std::vector<std::string>& classNames);

/// Of a member that learned one class group, keeps the group's classes, those first, and what it took them for: all
/// others are empty rows and columns.
void keepOwnClasses(ConfusionTable& table, const Stage& stage, const ClassGroups& groups);

/// In which order classes stand.
enum class ClassOrder {
    Groups,   ///< of a class group together
    Data,     ///< as in the data set
    Confusion ///< those side by side that are confused with each other
};
inline constexpr int kClassOrders = 3;

/// Puts the classes that a table shows into an order. @param by of which ClassOrder::Confusion is
void arrange(ConfusionTable& table, ClassOrder order, const ConfusionMatrix& by);

enum class ConfusionMode { Counts, RowShares, ColumnShares, Difference };

/// Of one class, from a matrix. NaN where there is nothing to divide by.
struct ClassScores {
    std::int64_t images = 0;
    double precision = 0;
    double recall = 0;
    double f1 = 0;
};
ClassScores scoresOf(const ConfusionMatrix& matrix, std::int64_t cls);

std::int64_t rowSum(const ConfusionMatrix& matrix, std::int64_t truth);
std::int64_t columnSum(const ConfusionMatrix& matrix, std::int64_t answer);

} // namespace moelab
