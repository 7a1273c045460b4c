#pragma once

#include "ui/open_window.h"

#include <filesystem>

namespace fixture {

/// Windows over copies of one trained run, which a test may change.
class CopiedRun {
  protected:
    /// Trains the five stages. To be called once, first.
    void trainOnce() {
        OpenWindow open(m_folder);
        QVERIFY(open.trainAll());
        m_run = open.session.runFolder();
    }
    /// Opens a new copy in another window.
    void openCopy() {
        m_copy = m_folder.filePath(QString("copy %1").arg(++m_copies));
        std::filesystem::copy(m_run.toStdString(), m_copy.toStdString(), std::filesystem::copy_options::recursive);
        open(m_copy);
    }
    void open(const QString& run) {
        m_open.reset(); // one window at a time has a run
        m_open = std::make_unique<OpenWindow>(m_folder);
        m_open->window->resize(1280, 800);
        m_open->session.open(run);
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
        atRest();
    }
    void atRest() {
        moelab::Session& session = m_open->session;
        QTRY_VERIFY_WITH_TIMEOUT(!session.opening() && !session.training() && session.activity().isEmpty(), kLong);
    }
    /// As a person does who types it.
    void change(const QString& assignment) {
        moelab::Parameters parameters = m_open->session.parameters();
        moelab::setParameter(parameters, assignment.toStdString());
        m_open->session.setParameters(parameters);
        atRest();
    }
    void click(const char* name) { QTest::mouseClick(m_open->find<QWidget>(name), Qt::LeftButton); }

    QTemporaryDir m_folder;
    QString m_run;
    QString m_copy;
    int m_copies = 0;
    std::unique_ptr<OpenWindow> m_open;
};

} // namespace fixture
