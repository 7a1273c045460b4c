#pragma once

#include "start/recent_run.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableWidget;

namespace moelab {

class ElidedButton;

/// The first page: what this is, the last run, the runs before it, and what a new one can be trained on.
class StartPage : public QWidget {
    Q_OBJECT
  public:
    explicit StartPage(QWidget* parent = nullptr);

    /// @param runs the last first. @param training the folder of that which is being trained; empty if none is
    void showRuns(std::vector<RecentRun> runs, const QString& training = {});
    /// What the last run was trained on. @param data as Session::startDraft takes it; empty if nothing was
    void setLastData(const QString& data);

  signals:
    void runWanted(const QString& folder);
    void newRunWanted(const QString& data);
    /// A file of images that a person will choose, or a folder.
    void fileWanted();
    void folderWanted();
    void otherRunWanted();
    void allRunsWanted();

  private:
    QPushButton* addButton(const char* name, const QString& text);
    QPushButton* makeImagesButton();
    void makeTable();
    void open(int row);

    ElidedButton* m_continue;
    QPushButton* m_lastData;
    QPushButton* m_images;
    QPushButton* m_builtin;
    QLabel* m_recentHeading;
    QTableWidget* m_recent;
    std::vector<RecentRun> m_runs;
    QString m_data;
};

} // namespace moelab
