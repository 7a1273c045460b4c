#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QToolButton;

namespace moelab {

class DataPreview;
class Session;
class Settings;

/// Which data are used, and what they look like.
class DataChooser : public QWidget {
    Q_OBJECT
  public:
    explicit DataChooser(Session& session, QWidget* parent = nullptr);

    /// Whether the classes are shown.
    void restore(const Settings& settings);
    void save(Settings& settings) const;

  signals:
    void fileWanted();
    void folderWanted();
    void movedFileWanted(); ///< where the run's images are now: an archive
    void movedFolderWanted();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void fill();
    void refresh();
    void refreshSummary();
    void refreshClasses();
    void choose(int index);

    Session& m_session;
    QComboBox* m_choice;
    QLabel* m_summary;
    QLabel* m_reading; ///< what else was read
    QPushButton* m_moved;
    QToolButton* m_classes; ///< shows them or leaves their room to the parameters
    DataPreview* m_preview;
    QScrollArea* m_previewArea; ///< of many classes it shows the first, so that the parameters stay near
    QProgressBar* m_progress;
    QPushButton* m_cancel;
};

} // namespace moelab
