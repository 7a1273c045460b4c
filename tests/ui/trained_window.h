#pragma once

#include "ui/open_window.h"

#include <memory>

namespace fixture {

/// A window that shows a trained run; every test opens one of its own on the same run.
class TrainedWindow {
  protected:
    /// Trains the five stages. To be called once, first.
    void trainOnce() {
        OpenWindow open(m_folder);
        QVERIFY(open.trainAll());
        m_run = open.session.runFolder();
    }
    /// Opens the run in another window.
    void openRun() {
        m_open = std::make_unique<OpenWindow>(m_folder);
        m_open->window->resize(1280, 800);
        m_open->session.open(m_run);
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    }

    QTemporaryDir m_folder;
    QString m_run;
    std::unique_ptr<OpenWindow> m_open;
};

} // namespace fixture
