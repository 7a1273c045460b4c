#pragma once

#include "experiment/heat_map.h"

#include <QStringList>
#include <QWidget>

#include <optional>

class QComboBox;
class QSlider;

namespace moelab {

/// The choices of a heat map: which kind or none, of which member, for which class, and how opaque.
class LookBar : public QWidget {
    Q_OBJECT
  public:
    explicit LookBar(QWidget* parent = nullptr);

    /// Empty if no map is wanted.
    std::optional<HeatMapKind> kind() const;
    /// The chosen member's, empty if there is none.
    QString stage() const;
    /// The true class is explained, not the member's own prediction.
    bool asksTruth() const;
    double opacity() const; ///< 0..1
    /// "Occlusion, Gate, natural (predicted)."
    QString choiceInWords() const;

    /// Keeps the choice where it is still offered. @param titles [stages] as people read them
    /// @param preferred the choice where it is not
    void setMembers(const QStringList& stages, const QStringList& titles, const QString& preferred);
    /// Does nothing if it is not offered.
    void chooseMember(const QString& stage);
    /// @param truth empty if it is not known
    void setAnswers(const QString& answer, const QString& truth, bool groups);
    void copyFrom(const LookBar& other);

  signals:
    void changed();
    void opacityChanged();

  private:
    QComboBox* makeChoice(const char* name, const QString& words);

    QComboBox* m_kind;
    QComboBox* m_member;
    QComboBox* m_answer;
    QSlider* m_opacity;
};

} // namespace moelab
