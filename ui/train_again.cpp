#include "train_again.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>

namespace moelab {

TrainAgain askTrainAgain(QWidget* parent, const QString& question) {
    QMessageBox box(QMessageBox::Question, QApplication::applicationDisplayName(), question, QMessageBox::Cancel,
                    parent);
    box.setObjectName(QStringLiteral("trainAgain"));
    box.setTextFormat(Qt::PlainText);
    QPushButton* const asNewRun =
        box.addButton(QApplication::translate("TrainAgain", "As a &new run"), QMessageBox::AcceptRole);
    asNewRun->setObjectName(QStringLiteral("asNewRun"));
    QPushButton* const here =
        box.addButton(QApplication::translate("TrainAgain", "Train again &here"), QMessageBox::DestructiveRole);
    here->setObjectName(QStringLiteral("trainHere"));
    box.setDefaultButton(asNewRun);
    box.setEscapeButton(QMessageBox::Cancel);
    box.exec();
    if (box.clickedButton() == asNewRun)
        return TrainAgain::AsNewRun;
    return box.clickedButton() == here ? TrainAgain::Here : TrainAgain::Not;
}

} // namespace moelab
