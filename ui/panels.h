#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <vector>

class QAction;
class QDockWidget;
class QMainWindow;

namespace moelab {

class Settings;

/// The panels around the middle of the window. A click collapses one or shows it again, which is remembered; one
/// that has nothing to show takes no room. In a window too narrow for panels on both sides, the one wanted last is
/// shown and the other gives way to it.
class Panels : public QObject {
    Q_OBJECT
  public:
    explicit Panels(QMainWindow& window);

    /// @param name of the panel's dock. @param shown as long as nothing else is remembered
    QDockWidget* add(const QString& title, const char* name, const char* iconName, QWidget* content,
                     Qt::DockWidgetArea area, bool shown);
    /// In the order in which they were added: whether each is shown, which a person changes.
    std::vector<QAction*> actions() const;
    /// Those that are to be seen now.
    std::vector<QWidget*> seen() const;
    void show(const QDockWidget* dock);
    /// Whether there is something to show in it, from its top on. What a click fills comes once no other click can
    /// make a double click of it: it moves what was clicked.
    void setFilled(const QDockWidget* dock, bool filled);
    /// All of them leave their room to something else.
    void setAway(bool away);

    void restore(const Settings& settings);
    void save(Settings& settings) const;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Panel {
        QDockWidget* dock;
        QAction* shown;
        bool wanted; ///< as a person chose
        bool filled = true;
        bool fills = true; ///< once the click is over
        int turn = 0;      ///< the higher, the later it was wanted
    };

    Panel* find(const QObject* dock);
    void want(Panel& panel, bool wanted);
    void fill(Panel& panel);
    bool isNarrow() const;
    bool isWanted(const Panel& panel) const { return panel.wanted && panel.filled; }
    bool givesWay(const Panel& panel) const;
    void refresh();

    QMainWindow& m_window;
    std::vector<Panel> m_panels;
    bool m_away = false;
    int m_turns = 0;
    QTimer m_click;
};

} // namespace moelab
