#pragma once

#include "made_runs.h"
#include "runs_window.h"
#include "session/session.h"
#include "session/settings.h"
#include "ui/find_widget.h"

#include <QLabel>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

/// A real window of four runs. Its index goes to XDG_CACHE_HOME, which is a folder of the test's own.
class RunsWindowFixture {
  protected:
    std::filesystem::path path(const std::string& name) const {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }

    /// Four runs: gains of +25 and +10 points, one that is not trained, one whose files were changed afterwards.
    void makeFourRuns() {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CACHE_HOME", m_folder->filePath("cache").toUtf8());
        m_answer.clear();
        m_confirm = true;
        m_questions = 0;
        fixture::makeDoneRun(path("runs/run 10"), 0.5, 0.75);
        moelab::RunConfig longer = fixture::someConfig();
        longer.parameters.epochs = 20;
        longer.parameters.seed = 3;
        fixture::makeDoneRun(path("runs/run 2"), 0.6, 0.7, longer);
        moelab::writeRunNote(path("runs/run 2"), {"", "Trained for longer.", {"to show"}});
        fixture::makeRun(path("runs/study/empty"));
        fixture::makeDoneRun(path("runs/was"), 0.4, 0.45);
        longer.parameters.useLargeGatingMlp = false;
        moelab::writeRunConfig(path("runs/was"), longer);
        open();
        QTRY_COMPARE(table()->model()->rowCount(), 4);
    }

    void open() {
        m_settings = std::make_unique<moelab::Settings>(m_folder->filePath("window.ini"));
        m_session = std::make_unique<moelab::Session>(path("runs"));
        moelab::RunsWindow::Dialogs dialogs;
        dialogs.openFolder = [this](auto...) { return m_answer; };
        dialogs.saveFile = [this](auto...) { return m_answer; };
        dialogs.confirm = [this](auto...) {
            ++m_questions;
            return m_confirm;
        };
        m_window = std::make_unique<moelab::RunsWindow>(*m_session, *m_settings, dialogs, "moelab");
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void close() {
        if (m_window)
            m_window->close();
        m_window.reset();
        m_session.reset();
        m_settings.reset();
    }

    template <class Widget>
    Widget* find(const char* name) {
        return fixture::findIn<Widget>(*m_window, name);
    }
    QTableView* table() { return find<QTableView>("runsTable"); }
    QString text(int row, int column) { return table()->model()->index(row, column).data().toString(); }
    int column(const QString& title) {
        for (int i = 0; i < table()->model()->columnCount(); ++i)
            if (table()->model()->headerData(i, Qt::Horizontal).toString() == title)
                return i;
        qFatal("there is no column %s", qPrintable(title));
    }
    QStringList names() {
        QStringList names;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            names << text(row, 0);
        return names;
    }
    int rowOf(const QString& name) { return static_cast<int>(names().indexOf(name)); }
    QPoint at(int row, int column) { return table()->visualRect(table()->model()->index(row, column)).center(); }

    /// By clicks.
    void choose(const QStringList& runs) {
        Qt::KeyboardModifiers modifiers;
        for (const QString& run : runs) {
            QTest::mouseClick(table()->viewport(), Qt::LeftButton, modifiers, at(rowOf(run), 0));
            modifiers = Qt::ControlModifier;
        }
        table()->setFocus();
        QTRY_VERIFY(find<QLabel>("runsCount")->text().contains(QString(", %1 chosen").arg(runs.size())));
    }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(table(), Qt::Key(key), modifiers); }
    QString message() { return find<QLabel>("runsMessage")->text(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<moelab::Settings> m_settings;
    std::unique_ptr<moelab::Session> m_session;
    std::unique_ptr<moelab::RunsWindow> m_window;
    QString m_answer;
    bool m_confirm = true;
    int m_questions = 0;
};
