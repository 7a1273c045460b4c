#pragma once

#include "confusion/confusion_model.h"
#include "tables/matrix_view.h"

#include <QTest>

namespace fixture {

inline moelab::ConfusionModel& confusionModel(const moelab::MatrixView& view) {
    return dynamic_cast<moelab::ConfusionModel&>(*view.model());
}

/// @param truth -1 for the sum of a column; @param answer -1 for that of a row
inline void clickConfusionCell(moelab::MatrixView& view, int truth, int answer, Qt::KeyboardModifiers keys = {}) {
    const QRect cell = view.visualRect(confusionModel(view).cellOf(truth, answer));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, keys, cell.center());
}

} // namespace fixture
