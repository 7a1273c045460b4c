#pragma once

#include <QObject>
#include <QString>

namespace moelab {

class Session;
class Settings;

/// Keeps in the settings what a person chose in each run (member, order, image), and brings it back when the run is
/// opened again. Filters end with the run.
class RunChoices : public QObject {
    Q_OBJECT
  public:
    RunChoices(Session& session, Settings& settings, QObject* parent = nullptr);

  private:
    void save();
    void bringBack();

    Session& m_session;
    Settings& m_settings;
    QString m_run; ///< whose choices the selection holds
};

} // namespace moelab
