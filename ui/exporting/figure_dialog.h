#pragma once

#include "exporting/figure_choices.h"
#include "text/question.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace moelab {

class FigurePreview;
class PaperFields;
class Settings;

/// Takes a figure away: shows how it will look on paper, and writes it. Stays until the file is written, and says
/// what is in the way. The next one begins with the same choices.
class FigureDialog : public QDialog {
    Q_OBJECT
  public:
    /// How it asks, so that a test can answer.
    struct Questions {
        std::function<bool(QWidget*, const Question&)> confirm;
        std::function<QString(QWidget*, const QString& title, const QString& begin)> openFolder;
    };

    /// @param figure, settings have to live as long
    FigureDialog(Figure& figure, Settings& settings, Questions questions, QWidget* parent);

  signals:
    void written(const QString& file);

  private:
    QFormLayout* makeForm();
    void makeButtons(QLayout* layout);
    void restore();
    void save();
    void chooseFormat();
    void takeSuffix(const QString& name);
    void refresh();
    void refreshWords();
    void browse();
    void write();
    QString problem() const;
    QString suffix() const;
    QString file() const;
    FigureFormat format() const;

    Figure& m_figure;
    Settings& m_settings;
    Questions m_questions;
    FigurePreview* m_preview;
    QLabel* m_paper; ///< what the preview shows
    QComboBox* m_format;
    PaperFields* m_size;
    QLineEdit* m_folder;
    QPushButton* m_browse;
    QLineEdit* m_name;
    QLabel* m_hint;
    QPushButton* m_write = nullptr;
};

} // namespace moelab
