#pragma once

#include "session/job_thread.h"
#include "workspace/run_row.h"
#include "workspace/runs.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace moelab {

class StopToken;
class WorkspaceIndex;

/// The runs of a workspace as the window sees them: values of the GUI thread, kept as the folders are by a thread
/// of its own. While it follows, changes that other processes make arrive within some seconds: at once where a run
/// comes or goes, else with the next look, of which there are the fewer the longer one takes.
class WorkspaceView : public QObject {
    Q_OBJECT
  public:
    explicit WorkspaceView(QObject* parent = nullptr);
    /// Stops a look at the folders, and waits for it.
    ~WorkspaceView() override;

    /// Shows another one. @param index where its index is kept
    void setPath(const std::filesystem::path& path, const std::filesystem::path& index);
    const std::filesystem::path& path() const { return m_path; }
    /// Whether to look on by itself.
    void setFollowing(bool following);

    /// False until the folder was looked at once.
    bool ready() const { return m_ready; }
    /// Sorted by path.
    const std::vector<RunRow>& rows() const { return m_rows; }

    /// Looks at the folders now.
    void rescan();
    /// Takes up at once what became of some runs.
    void reread(const std::vector<std::filesystem::path>& runs);
    /// Deletes the trash, on its thread.
    void emptyTrash();

  signals:
    void rowsChanged();
    void failed(const QString& message);
    void trashEmptied();

  private:
    struct Found {
        std::vector<RunRow> rows;
        double seconds = 0;
        QString notKept;
    };

    void take(int serial, Found found);
    void takeFailure(int serial, const QString& message);
    void watchFolders();
    void plan(double seconds);

    std::filesystem::path m_path;
    std::vector<RunRow> m_rows;
    bool m_ready = false;
    bool m_following = false;
    int m_serial = 0; ///< of the last look that was asked for; an older one counts for nothing
    QString m_notKept;
    QString m_failure;
    QFileSystemWatcher m_watcher;
    QTimer m_timer;
    std::shared_ptr<StopToken> m_stop;
    std::shared_ptr<WorkspaceIndex> m_index; ///< the thread's
    std::unique_ptr<JobThread> m_thread;     ///< last, so that it ends first
};

} // namespace moelab
