#pragma once

#include "plan/stage.h"
#include "session/selection.h"

#include <QWidget>

class QComboBox;
class QToolButton;

namespace moelab {

/// The fields of an image query.
class QueryBar : public QWidget {
    Q_OBJECT
  public:
    explicit QueryBar(QWidget* parent = nullptr);

    /// @param answers names of the member's outputs
    void setNames(const QStringList& answers, const QStringList& groups);
    /// @param epochs of which the predictions are known; 0 hides what asks for epochs
    void setEpochs(int epochs);
    void setQuery(const ImageQuery& query);

  signals:
    void queryEdited(const ImageQuery& query);

  private:
    QComboBox* addChoice(const char* name, const QString& accessibleName);
    void emitQuery();

    ImageQuery m_query;
    QStringList m_answers;
    QStringList m_groups;
    int m_epochs = -1;
    QComboBox* m_verdict;
    QComboBox* m_label;
    QComboBox* m_answer;
    QComboBox* m_route;
    QComboBox* m_routeVerdict;
    QComboBox* m_compare;
    QComboBox* m_outcome;
    QComboBox* m_epoch;
    QComboBox* m_learned;
    QComboBox* m_forgotten;
    QComboBox* m_order;
    QToolButton* m_descending;
    QToolButton* m_clear;
};

/// "wrong test images of Mixture, true class cat, predicted dog, by loss": the query in words.
QString wordsFor(const Selection::Place& place, const Stage& stage, const QStringList& answers,
                 const QStringList& groups);

} // namespace moelab
