#pragma once

#include <QWidget>

class QLabel;
class QListWidget;

namespace moelab {

class Session;

/// A person's own pictures, small, each with the mixture's prediction or, until that is trained, the baseline's.
/// Choosing one shows its decision path in the inspector. Hidden where there are none.
class OwnPicturesStrip : public QWidget {
    Q_OBJECT
  public:
    explicit OwnPicturesStrip(Session& session, QWidget* parent = nullptr);

  private:
    void refresh();
    void refreshCurrent();

    Session& m_session;
    QLabel* m_heading;
    QListWidget* m_list;
};

} // namespace moelab
