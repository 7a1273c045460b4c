#pragma once

#include "config/parameter_table.h"
#include "main_window.h"
#include "tiny_networks.h"
#include "ui/find_widget.h"

#include <QAction>
#include <QLabel>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

namespace fixture {

constexpr int kLong = 120000; ///< milliseconds

/// Of tiny networks that learn from a few images, for seconds.
inline moelab::Parameters smallParameters() {
    moelab::Parameters parameters;
    parameters.trainExamples = 120;
    parameters.testExamples = 60;
    parameters.epochs = 2;
    parameters.batchSize = 20;
    moelab::setParameter(parameters, "networks=" + tinyNetworks());
    return parameters;
}

/// A real window on no screen, with its own settings and runs, whose dialogs answer with `answer`.
class OpenWindow {
  public:
    explicit OpenWindow(const QTemporaryDir& folder)
        : settings(folder.filePath("window.ini"))
        , session(folder.filePath("runs").toStdString()) {
        moelab::MainWindow::Dialogs dialogs;
        dialogs.openFile = [this](auto...) { return answer; };
        dialogs.openFiles = [this](auto...) { return answers; };
        dialogs.openFolder = [this](QWidget*, const QString&, const QString& begin) {
            began = begin;
            return answer;
        };
        dialogs.saveFile = [this](QWidget*, const QString&, const QString& name, const QString&) {
            began = name;
            return answer;
        };
        dialogs.confirm = [this](QWidget*, const moelab::Question& asked) {
            ++questions;
            question = asked.text;
            buttons = {asked.act, asked.keep};
            isSettled = asked.isSettled;
            return confirms;
        };
        dialogs.trainAgain = [this](QWidget*, const QString& asked) {
            ++questions;
            question = asked;
            return trainAgain;
        };
        window =
            std::make_unique<moelab::MainWindow>(session, settings, std::make_shared<moelab::LogSink>(), dialogs);
        window->show();
    }
    ~OpenWindow() { window->close(); }

    template <class Widget>
    Widget* find(const QString& name) {
        return findIn<Widget>(*window, name);
    }
    /// What the window says: over the views what was refused, else in its status bar.
    QString said() {
        const QString refused = find<QLabel>("refusal")->text();
        return refused.isEmpty() ? find<QLabel>("message")->text() : refused;
    }
    void trigger(const QString& action) { find<QAction>(action)->trigger(); }

    /// Begins a run of the built-in images. @returns false if that takes too long
    bool startDraft(const moelab::Parameters& parameters) {
        session.startDraft("builtin");
        if (!QTest::qWaitFor([this] { return session.data() && !session.hasRun(); }, kLong))
            return false;
        session.setParameters(parameters);
        return true;
    }

    /// Trains the five stages of a new run. @returns false if that takes too long
    bool trainAll(const moelab::Parameters& parameters = smallParameters()) {
        if (!startDraft(parameters))
            return false;
        session.trainer().trainAll();
        return QTest::qWaitFor(
            [this] {
                return !session.training() && session.hasRun() && session.outputs() &&
                       !session.outputs()->mixture().empty();
            },
            kLong);
    }

    moelab::Settings settings;
    moelab::Session session;
    std::unique_ptr<moelab::MainWindow> window;
    QString answer;
    QStringList answers;
    QString began; ///< with what the last dialog for a folder or for a new file began
    bool confirms = true;
    moelab::TrainAgain trainAgain = moelab::TrainAgain::Here;
    int questions = 0;
    QString question;                ///< the last
    std::function<bool()> isSettled; ///< as the last question has it
    QStringList buttons;             ///< of the last, which does what is asked first
};

} // namespace fixture
