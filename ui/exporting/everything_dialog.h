#pragma once

#include "exporting/figure_choices.h"

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace moelab {

class PaperFields;
class Settings;

/// Asks how figures are taken away when everything of a run goes into a folder, and where that is made. Stays until
/// both can be used; the next one, and the dialog of one figure, begin with the same choices.
class EverythingDialog : public QDialog {
    Q_OBJECT
  public:
    using AskForFolder = std::function<QString(QWidget*, const QString& title, const QString& begin)>;

    /// @param settings has to live as long
    EverythingDialog(Settings& settings, AskForFolder askForFolder, QWidget* parent);

  signals:
    /// @param folder in which the new one is made
    void wanted(const QString& folder, const FigureChoices& choices);

  private:
    void refresh();
    void browse();
    void choose();
    QString folder() const;
    /// What keeps it from being chosen, or nothing.
    QString problem() const;

    Settings& m_settings;
    AskForFolder m_askForFolder;
    PaperFields* m_size;
    QLineEdit* m_folder;
    QPushButton* m_browse;
    QLabel* m_hint;
    QPushButton* m_export;
};

} // namespace moelab
