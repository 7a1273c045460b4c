#pragma once

#include <QWidget>

class QComboBox;

namespace moelab {

class Session;

/// The choice of the member that all views show.
class ModelChoice : public QWidget {
    Q_OBJECT
  public:
    explicit ModelChoice(Session& session, QWidget* parent = nullptr);

  private:
    void fitTitles();
    void refresh();

    Session& m_session;
    QComboBox* m_choice;
};

} // namespace moelab
