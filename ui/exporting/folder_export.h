#pragma once

#include "base/new_folder.h"
#include "exporting/figure_choices.h"
#include "session/session.h"

#include <QSet>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace moelab {

/// Writes everything that can be taken away into a folder of its own: a file a turn of the event loop, then on the
/// session's thread what needs the networks. The folder has its name once all is in it; stopped before, nothing
/// stays.
class FolderExport : public QObject {
    Q_OBJECT
  public:
    explicit FolderExport(Session& session, QObject* parent = nullptr);

    /// @param folder  in which a new folder is made, "<run>-export", with a number where that exists; where a file
    ///                could not be written, "<run>-export-incomplete"
    /// @param figures as they are shown now; the confusion and the reliability of every member and all that is
    /// known
    ///                of the routing come with them, and what is shown is left out where it is one of those
    /// @param choices of every figure
    /// @throws Error if the folder cannot be created
    void start(const QString& folder, const std::vector<Figure*>& figures, const FigureChoices& choices);
    void stop();
    bool running() const { return m_running; }

  signals:
    /// @param file that comes next
    void progress(int done, int total, const QString& file);
    /// @param isWhole whether there is no more to say than where it went
    void ended(const QString& message, bool isWhole);

  private:
    /// One file: written here, or by the session.
    struct Step {
        QString file;
        std::function<void(const QString& file)> write;
        bool elsewhere = false;
        Figure* shown = nullptr; ///< whose first file it is, if it may be left out
    };

    void addPictures(const QString& name, Figure& figure, const std::shared_ptr<Figure>& owned = {});
    void noteSmallText(Figure& figure, const FigureFormat& format, const QString& name);
    void addTable(const QString& name, Figure& figure, const std::shared_ptr<Figure>& owned = {});
    void addFigure(const QString& name, Figure& figure, const std::shared_ptr<Figure>& owned = {});
    void addShown(const std::vector<Figure*>& figures);
    /// Whether the table of a figure was written under another name.
    bool isWritten(const Figure& figure) const;
    /// What the files of a stage are called after.
    QString fileOf(const StageView& view) const;
    void addConfusions();
    void addRoutings();
    void addReliabilities();
    void addNumbers();
    void next();
    void close(const QString& file, const QString& problem);
    void breakOff(const QString& reason);
    void finish();
    void end(const QString& message, bool isWhole);
    QString inFolder(const QString& file) const;

    Session& m_session;
    FigureChoices m_choices;
    std::optional<NewFolder> m_folder;
    QString m_name;   ///< the run's
    QString m_reason; ///< why it ends with the file that is being written; empty while it continues
    std::vector<Step> m_steps;
    std::size_t m_done = 0;
    QSet<QByteArray> m_tables; ///< hashes of those that are written
    QStringList m_leftOut;     ///< what there is none of
    QStringList m_small;       ///< figures with much smaller text than was chosen
    double m_smallest = 0;     ///< of them, in points
    QStringList m_problems;    ///< of the files that could not be written
    bool m_running = false;
};

} // namespace moelab
