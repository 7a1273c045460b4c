#pragma once

#include "experiment/mix.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QSlider;

namespace moelab {

class ChoiceBox;
class FlowLayout;

/// The fields for counterfactual routing, and its result.
class ForcedBar : public QWidget {
    Q_OBJECT
  public:
    explicit ForcedBar(QWidget* parent = nullptr);

    /// Sets all fields as trained if the groups are others.
    void setGroups(const QStringList& groups);
    /// As it is while nobody asks for another routing.
    void setAsTrained();
    MixtureRule forced() const;
    void showResult(const QString& words);

  signals:
    void edited();

  private:
    QCheckBox* addMember(const QString& text, const QString& name);

    QStringList m_groups;
    ChoiceBox* m_route;
    QCheckBox* m_learned;
    QSlider* m_share;
    QLabel* m_shareText;
    FlowLayout* m_members;
    std::vector<QCheckBox*> m_experts; ///< [groups]
    QCheckBox* m_baseline;             ///< below the experts, whose number tells it its place
    QLabel* m_result;
};

} // namespace moelab
