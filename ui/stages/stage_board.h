#pragma once

#include "plan/board.h"
#include "plotting/figure.h"
#include "stages/stage_card.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;
class QToolButton;

namespace moelab {

class Session;
class Settings;

/// The stages as the picture of the mixture: the image goes to the baseline and the gate, the gate picks an expert,
/// and the mixture weighs baseline and expert. Once all are trained it is folded to a line a stage, so that the
/// views have room; a click unfolds it.
class StageBoard : public QWidget, public Figure {
    Q_OBJECT
  public:
    explicit StageBoard(Session& session, QWidget* parent = nullptr);

    QString figureName() const override { return QStringLiteral("stages"); }
    bool figureIsEmpty() const override { return m_cards.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;

    bool isFolded() const { return isTrained() ? m_foldsTrained : m_foldsUntrained; }
    /// How a person folds it.
    void restore(const Settings& settings);
    void save(Settings& settings) const;

  signals:
    void folded(); ///< or unfolded
    void layersWanted();
    void resetWanted(const QString& stage);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void refresh();
    void rebuild();
    void addCard(const StageView& view, const BoardPlace& place);
    void drawArrow(QPainter& painter, const QWidget& from, const QWidget& to) const;
    void select(const QString& stage);
    bool isTrained() const;
    void toggleFold();
    void refreshFold();

    Session& m_session;
    QGridLayout* m_layout;
    QLabel* m_image;
    QToolButton* m_fold;
    bool m_foldsTrained = true; ///< what a person chose for a board that is trained, and for one that is not
    bool m_foldsUntrained = false;
    bool m_folded = false; ///< as the cards are now
    std::vector<StageCard*> m_cards;
    std::vector<BoardPlace> m_places; ///< one a card
};

} // namespace moelab
