#pragma once

#include "exporting/figure_choices.h"

#include <QObject>

#include <optional>

class QComboBox;
class QFormLayout;
class QWidget;

namespace moelab {

class Settings;
class WholeNumberBox;

/// The rows of a dialog's form that say how large figures are on paper: width, height, text, and the dots of a PNG.
class PaperFields : public QObject {
    Q_OBJECT
  public:
    explicit PaperFields(QWidget* dialog);

    void addTo(QFormLayout& form);
    /// As they were chosen last.
    void restore(const Settings& settings);
    void save(Settings& settings) const;

    FigureChoices chosen() const;
    /// Why what stands in a field cannot be used, or nothing.
    QString problem() const;
    /// Which rows there are. @param sizes width, height and text
    void setShown(bool sizes, bool dots);
    /// Says which height follows from the others, in mm; nothing where figures differ in it. One that is free
    /// stays.
    void showHeight(std::optional<int> height);

  signals:
    void changed();

  private:
    void takeWidth();

    QWidget* m_dialog;
    QFormLayout* m_form = nullptr;
    QComboBox* m_widths;
    WholeNumberBox* m_width;
    QComboBox* m_heights;
    WholeNumberBox* m_height;
    WholeNumberBox* m_points;
    WholeNumberBox* m_dpi;
};

} // namespace moelab
