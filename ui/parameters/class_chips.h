#pragma once

#include <QListWidget>

#include <vector>

namespace moelab {

/// The classes of one group, as chips in as many lines as they need. Chosen ones are dragged out of it by the
/// mouse; who has it says where they can be dropped.
class ClassChips : public QListWidget {
    Q_OBJECT
  public:
    explicit ClassChips(QWidget* parent = nullptr);

    /// @param classes indices into the names. Those that are chosen and still there stay chosen.
    void showClasses(const std::vector<int>& classes, const QStringList& classNames);
    /// Shows only the classes whose names hold the text.
    void search(const QString& text);
    std::vector<int> chosen() const;
    void choose(const std::vector<int>& classes);

  signals:
    /// What is dragged is over this point of the screen.
    void dragged(const QPoint& place);
    void dropped(const QPoint& place);
    /// A drag ended that drops nothing.
    void dragCancelled();
    /// Keys: to the group before or after this one, by -1 or 1, or to one that is to be chosen.
    void moveWanted(int by);
    void choiceWanted();

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitHeight();
    void endDrag();

    QPoint m_pressed;
    bool m_onChip = false;       ///< the button went down on one
    bool m_choosesLater = false; ///< of several chosen ones, which a drag would take along
    bool m_drags = false;
};

} // namespace moelab
