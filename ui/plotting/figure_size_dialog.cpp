#include "plotting/figure_size_dialog.h"

#include "base/error.h"
#include "text/labels.h"
#include "text/whole_number_box.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace moelab {
namespace {

QString sizeWords(const char* text) { return QCoreApplication::translate("moelab::FigureSizeDialog", text); }

WholeNumberBox* addNumber(QFormLayout* form, const QString& label, const char* name, int least, int most,
                          int value) {
    auto* const number = new WholeNumberBox(least, most, label.toStdString());
    number->setObjectName(QLatin1String(name));
    number->setAccessibleName(label);
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
    WholeNumberBox* const width =
        addNumber(form, sizeWords("Width at 96 dpi (pixels)"), "figureWidth", 200, 4000, last.pixels.width());
    WholeNumberBox* const height =
        addNumber(form, sizeWords("Height at 96 dpi (pixels)"), "figureHeight", 150, 4000, last.pixels.height());
    WholeNumberBox* const dpi = addNumber(form, sizeWords("Dots per inch"), "figureDpi", 72, 600, last.dpi);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    auto* const hint = new QLabel;
    hint->setObjectName(QStringLiteral("figureHint"));
    wrapText(*hint);
    form->addRow(hint);
    form->addRow(buttons);
    const auto numbers = {width, height, dpi};
    const auto check = [&] {
        hint->clear();
        try {
            for (const WholeNumberBox* number : numbers)
                number->typedValue();
        } catch (const Error& problem) {
            hint->setText(QString::fromStdString(problem.what()));
        }
        buttons->button(QDialogButtonBox::Ok)->setEnabled(hint->text().isEmpty());
    };
    for (const WholeNumberBox* number : numbers) {
        QObject::connect(number, &WholeNumberBox::changed, &dialog, check);
        // Behind the number that comes back, which is a change too.
        QObject::connect(number, &WholeNumberBox::refused, hint, &QLabel::setText, Qt::QueuedConnection);
    }
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    if (dialog.exec() != QDialog::Accepted)
        return std::nullopt;
    const auto whole = [](const WholeNumberBox* number) { return static_cast<int>(number->value()); };
    last = {{whole(width), whole(height)}, whole(dpi)};
    return last;
}

} // namespace moelab
