#include "main_window.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include <chrono>

namespace moelab {
namespace {

constexpr std::chrono::milliseconds kLookAgain(200);

/// Where a dialog begins: where the last one ended; at first in the working folder.
QString& lastFolder() {
    static QString folder;
    return folder;
}

QString remembered(const QString& chosen) {
    const QFileInfo file(chosen);
    if (!chosen.isEmpty())
        lastFolder() = file.isDir() ? file.absoluteFilePath() : file.absolutePath();
    return chosen;
}

QString saveFile(QWidget* parent, const QString& title, const QString& name, const QString& filter) {
    const QString proposed = lastFolder().isEmpty() ? name : QDir(lastFolder()).filePath(name);
    return remembered(QFileDialog::getSaveFileName(parent, title, proposed, filter));
}

QStringList openFiles(QWidget* parent, const QString& title, const QString& filter) {
    const QStringList chosen = QFileDialog::getOpenFileNames(parent, title, lastFolder(), filter);
    if (!chosen.isEmpty())
        remembered(chosen.front());
    return chosen;
}

/// What is asked would delete or stop something: Enter alone does not. What has ended meanwhile need not be
/// stopped.
bool confirm(QWidget* parent, const Question& question) {
    QMessageBox box(QMessageBox::Question, QApplication::applicationDisplayName(), question.text,
                    QMessageBox::NoButton, parent);
    box.setTextFormat(Qt::PlainText);
    QPushButton* const act = box.addButton(question.act, QMessageBox::AcceptRole);
    act->setObjectName(QStringLiteral("act"));
    QPushButton* const keep = box.addButton(question.keep, QMessageBox::RejectRole);
    keep->setObjectName(QStringLiteral("keep"));
    box.setDefaultButton(keep);
    box.setEscapeButton(keep);
    QTimer look;
    if (question.isSettled) {
        QObject::connect(&look, &QTimer::timeout, &box, [&] {
            if (question.isSettled())
                act->click();
        });
        look.start(kLookAgain);
    }
    box.exec();
    return box.clickedButton() == act;
}

} // namespace

MainWindow::Dialogs MainWindow::systemDialogs() {
    return {[](QWidget* parent, const QString& title, const QString& filter) {
                return remembered(QFileDialog::getOpenFileName(parent, title, lastFolder(), filter));
            },
            [](QWidget* parent, const QString& title, const QString& begin) {
                return remembered(
                    QFileDialog::getExistingDirectory(parent, title, begin.isEmpty() ? lastFolder() : begin));
            },
            saveFile,
            confirm,
            openFiles,
            askTrainAgain};
}

} // namespace moelab
