#pragma once

#include "plan/board.h"
#include "plotting/figure.h"
#include "stages/stage_card.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace moelab {

class Session;

/// The stages as the picture of the mixture: the image goes to the baseline and the gate, the gate picks an expert,
/// and the mixture weighs baseline and expert.
class StageBoard : public QWidget, public Figure {
    Q_OBJECT
  public:
    explicit StageBoard(Session& session, QWidget* parent = nullptr);

    QString figureName() const override { return QStringLiteral("stages"); }
    bool figureIsEmpty() const override { return m_cards.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;

  signals:
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

    Session& m_session;
    QGridLayout* m_layout;
    QLabel* m_image;
    std::vector<StageCard*> m_cards;
    std::vector<BoardPlace> m_places; ///< one a card
};

} // namespace moelab
