#include "plotting/figure_size_dialog.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QSpinBox>

namespace moelab {
namespace {

QString sizeWords(const char* text) { return QCoreApplication::translate("moelab::FigureSizeDialog", text); }

QSpinBox* addNumber(QFormLayout* form, const QString& label, const char* name, int least, int most, int value) {
    auto* const number = new QSpinBox;
    number->setObjectName(QLatin1String(name));
    number->setAccessibleName(label);
    number->setRange(least, most);
    number->setValue(value);
    form->addRow(label, number);
    return number;
}

} // namespace

std::optional<FigureSize> askFigureSize(QWidget* parent) {
    static FigureSize last;
    QDialog dialog(parent);
    dialog.setWindowTitle(sizeWords("Size of the picture"));
    auto* const form = new QFormLayout(&dialog);
    QSpinBox* const width =
        addNumber(form, sizeWords("Width at 96 dpi (pixels)"), "figureWidth", 200, 4000, last.pixels.width());
    QSpinBox* const height =
        addNumber(form, sizeWords("Height at 96 dpi (pixels)"), "figureHeight", 150, 4000, last.pixels.height());
    QSpinBox* const dpi = addNumber(form, sizeWords("Dots per inch"), "figureDpi", 72, 600, last.dpi);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    form->addRow(buttons);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    if (dialog.exec() != QDialog::Accepted)
        return std::nullopt;
    last = {{width->value(), height->value()}, dpi->value()};
    return last;
}

} // namespace moelab
