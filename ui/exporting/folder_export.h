#pragma once

#include "plotting/figure.h"
#include "session/session.h"

#include <functional>
#include <memory>
#include <vector>

namespace moelab {

/// Writes everything that can be taken away into a folder of its own: a file a turn of the event loop, then on the
/// session's thread what needs the networks.
class FolderExport : public QObject {
    Q_OBJECT
  public:
    explicit FolderExport(Session& session, QObject* parent = nullptr);

    /// @param folder  in which a new folder is made, "<run>-export", with a number where that exists
    /// @param figures as they are shown now; the confusion and the reliability of every
    ///                member and all that is known of the routing come with them
    /// @throws Error if the folder cannot be made
    void start(const QString& folder, const std::vector<Figure*>& figures);
    void stop();
    bool running() const { return m_running; }

  signals:
    /// @param file that comes next
    void progress(int done, int total, const QString& file);
    void ended(const QString& message);

  private:
    /// One file: written here, or by the session.
    struct Step {
        QString file;
        std::function<void(const QString& file)> write;
        bool elsewhere;
    };

    void addFigure(const QString& name, Figure& figure, std::shared_ptr<Figure> owned = {});
    void addConfusions();
    void addRoutings();
    void addReliabilities();
    void addNumbers();
    void next();
    void close(const QString& file, const QString& problem);
    void end(const QString& reason);

    Session& m_session;
    QString m_folder;
    std::vector<Step> m_steps;
    std::size_t m_done = 0;
    int m_written = 0;
    QStringList m_problems;
    bool m_running = false;
};

} // namespace moelab
