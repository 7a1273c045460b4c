#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace moelab {

class Session;

/// Over the views while what they show was trained with other parameters than the run has now: says so, and offers
/// what can be done about it. Else hidden.
class OutdatedBar : public QFrame {
    Q_OBJECT
  public:
    explicit OutdatedBar(Session& session, QWidget* parent = nullptr);

  signals:
    void answered(); ///< by any of its buttons, which may be gone then
    /// Back to the parameters of what is shown.
    void undoWanted();

  private:
    QPushButton* addChoice(const char* name, const QString& text, const QString& help);
    void refresh();

    Session& m_session;
    QLabel* m_words;
    QWidget* m_choices;
    QPushButton* m_undo;
    QPushButton* m_asNewRun;
    QPushButton* m_here;
};

} // namespace moelab
