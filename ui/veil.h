#pragma once

#include <QWidget>

namespace moelab {

class Session;

/// Dims a widget while the results that it shows are of other parameters than the run has now: a thin layer of the
/// window's colour over it, through which the mouse goes.
class Veil : public QWidget {
    Q_OBJECT
  public:
    /// @param covered it follows this widget's place, above it and its siblings
    Veil(Session& session, QWidget* covered);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void cover();
    void refresh();

    Session& m_session;
    QWidget* m_covered;
};

} // namespace moelab
