#pragma once

#include "session/chance_words.h"
#include "session/stage_view.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QToolButton;

namespace moelab {

/// A box of the board: one stage, its state in words, how far it is, and the button that trains it.
class StageCard : public QFrame {
    Q_OBJECT
  public:
    explicit StageCard(const Stage& stage, QWidget* parent = nullptr);

    const Stage& stage() const { return m_stage; }
    QString name() const { return QString::fromStdString(m_stage.name); }
    /// @param missing how many stages it waits for
    void show(const StageView& view, int missing, const ChanceNote& chance);
    void setSelected(bool selected);

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
    Stage m_stage;
    StageStatus m_status = StageStatus::Ready;
    bool m_hasLearned = false;
    bool m_selected = false;
    QLabel* m_title;
    QLabel* m_accuracy; ///< stands where the button is when there is nothing to train
    QLabel* m_state;
    QLabel* m_detail;
    QProgressBar* m_progress;
    QToolButton* m_train;
};

} // namespace moelab
