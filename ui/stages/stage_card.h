#pragma once

#include "session/chance_words.h"
#include "session/stage_view.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QToolButton;

namespace moelab {

class ElidedLabel;

/// A box of the board: one stage, its state in words, how far it is, and the button that trains it. Small it has
/// what there is before anything was trained. As a line it has the title with the accuracy, under a sign if there
/// is something wrong with it. What was trained with other parameters is dimmed.
class StageCard : public QFrame {
    Q_OBJECT
  public:
    enum class Shape { Whole, Small, Line };

    explicit StageCard(const Stage& stage, QWidget* parent = nullptr);

    /// Of one that is no line: what it needs so that nothing is cut that it says in this shape; but for the end of
    /// a very long name.
    QSize leastSize(Shape shape) const;

    const Stage& stage() const { return m_stage; }
    QString name() const { return QString::fromStdString(m_stage.name); }
    /// @param missing how many stages it waits for
    /// @param former its result with the parameters of before, if it is out of date; else null
    void show(const StageView& view, int missing, const ChanceNote& chance, const StageResult* former);
    void setSelected(bool selected);
    void setShape(Shape shape);
    /// Makes the card so wide that nothing of it is cut short.
    void widen();

  signals:
    void chosen(const QString& stage);
    void trainWanted(const QString& stage);
    void resetWanted(const QString& stage);
    void layersWanted(const QString& stage);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void refreshShape();

    Stage m_stage;
    StageStatus m_status = StageStatus::Ready;
    bool m_hasLearned = false;
    bool m_selected = false;
    Shape m_shape = Shape::Whole;
    bool m_warns = false;    ///< by its state
    QString m_accuracyText;  ///< empty while there is none
    bool m_isFormer = false; ///< the accuracy is of the parameters of before
    ElidedLabel* m_title;
    QLabel* m_accuracy;
    ElidedLabel* m_state;
    ElidedLabel* m_detail;
    QProgressBar* m_progress;
    QToolButton* m_train;
    QHBoxLayout* m_heading;
    QHBoxLayout* m_stateLine;
};

} // namespace moelab
