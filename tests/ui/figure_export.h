#pragma once

#include "exporting/figure_dialog.h"
#include "ui/open_window.h"

#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QtTest>

namespace fixture {

/// The dialog that is open over a window, or null.
inline moelab::FigureDialog* figureDialog(const QWidget& window) {
    for (auto* const dialog : window.findChildren<moelab::FigureDialog*>())
        if (dialog->isVisible())
            return dialog;
    return nullptr;
}

/// Types over what stands in a field.
inline void typeOver(QLineEdit& field, const QString& text) {
    field.setFocus();
    field.selectAll();
    QTest::keyClicks(&field, text);
}

/// Fills in the dialog that is open over a window and clicks on Export; the file's suffix says the format.
/// @returns whether it was written
inline bool exportTo(const QWidget& window, const QString& file) {
    moelab::FigureDialog* const dialog = figureDialog(window);
    if (!dialog)
        return false;
    QSignalSpy written(dialog, &moelab::FigureDialog::written);
    typeOver(*findIn<QLineEdit>(*dialog, "figureFolder"), QFileInfo(file).absolutePath());
    typeOver(*findIn<QLineEdit>(*dialog, "figureName"), QFileInfo(file).fileName());
    QTest::mouseClick(findIn<QPushButton>(*dialog, "figureExport"), Qt::LeftButton);
    return written.size() == 1 && written[0][0].toString() == QFileInfo(file).absoluteFilePath();
}

/// Exports everything into the window's `answer`, for which the dialog asks.
inline void exportEverything(OpenWindow& open) {
    open.trigger("exportAll");
    auto* const dialog = open.find<QWidget>("everythingDialog");
    QTest::mouseClick(findIn<QPushButton>(*dialog, "everythingBrowse"), Qt::LeftButton);
    QTest::mouseClick(findIn<QPushButton>(*dialog, "everythingExport"), Qt::LeftButton);
}

} // namespace fixture
