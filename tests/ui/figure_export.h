#pragma once

#include "exporting/figure_dialog.h"
#include "ui/find_widget.h"

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

} // namespace fixture
