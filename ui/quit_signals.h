#pragma once

#include <QObject>

namespace moelab {

/// Hears, while it lives, that the process is asked to end: SIGINT, SIGTERM or SIGHUP. A second one of the same
/// kind ends it at once. There is one at a time.
class QuitSignals : public QObject {
    Q_OBJECT
  public:
    explicit QuitSignals(QObject* parent = nullptr);
    ~QuitSignals() override;

  signals:
    void arrived();

  private:
    int m_readEnd = -1;
};

} // namespace moelab
