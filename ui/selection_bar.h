#pragma once

#include "session/selection.h"

#include <QWidget>

class QAction;
class QComboBox;

namespace moelab {

class Session;

/// The way back and forward through what was looked at, and the choice between test, training and held-out images.
class SelectionBar : public QWidget {
    Q_OBJECT
  public:
    explicit SelectionBar(Session& session, QWidget* parent = nullptr);

    QAction* back() const { return m_back; }
    QAction* forward() const { return m_forward; }

  private:
    QAction* makeStep(const char* name, const QString& text, const char* iconName);
    void refreshPart();
    void refreshHistory();
    QString wordsFor(const Selection::Place& place) const;

    Session& m_session;
    QComboBox* m_part;
    QAction* m_back;
    QAction* m_forward;
};

} // namespace moelab
