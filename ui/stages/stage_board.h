#pragma once

#include "plan/board.h"
#include "plotting/figure.h"
#include "stages/stage_card.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QHBoxLayout;
class QLabel;
class QLayout;
class QToolButton;

namespace moelab {

class Session;
class Settings;

/// The stages as the picture of the mixture: the image goes to the baseline and the gate, the gate picks an expert,
/// and the mixture weighs baseline and expert. Before something is trained, it is smaller where it has no room.
/// Once all are trained, and where it has no room otherwise, which is less once the views have something to show,
/// it is folded: the stages stand in a row, each as a line, and go on in a further row where there is none. A click
/// folds or unfolds it, and so it stays.
class StageBoard : public QWidget, public Figure {
    Q_OBJECT
  public:
    explicit StageBoard(Session& session, QWidget* parent = nullptr);

    QString figureName() const override { return QStringLiteral("stages"); }
    bool figureIsEmpty() const override { return m_cards.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    int figureHeight(int width, const QFont& font) const override;
    QString figureCsv() const override;

    bool isFolded() const;
    /// The most that it takes while it is not folded, unless a person unfolds it. @param besideViews its height
    /// once they have something to show
    void setRoom(const QSize& room, int besideViews);
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
    std::unique_ptr<StageBoard> onPaper(const QFont& font, int width) const;
    std::unique_ptr<StageBoard> onPaper(const QFont& font, StageCard::Shape shape) const;
    void refresh();
    void rebuild();
    void addCard(const StageView& view);
    void layOut();
    void sizeImage();
    QLayout* makeRows() const;
    QLayout* makePicture() const;
    const StageResult* formerResult(const StageView& view) const;
    void drawArrow(QPainter& painter, const QWidget& from, const QWidget& to) const;
    void select(const QString& stage);
    bool isTrained() const;
    bool hasBegun() const;
    bool fits(StageCard::Shape shape) const;
    StageCard::Shape shape() const;
    void toggleFold();
    void refreshFold();

    Session& m_session;
    QHBoxLayout* m_layout;
    QLayout* m_content = nullptr; ///< the picture or the rows
    QLabel* m_image;
    QToolButton* m_fold;
    std::optional<bool>
        m_foldsTrained; ///< what a person chose for a board that is trained, and for one that is not
    std::optional<bool> m_foldsUntrained;
    std::optional<StageCard::Shape> m_paperShape; ///< on paper, where nobody folds it
    QSize m_room = {QWIDGETSIZE_MAX, QWIDGETSIZE_MAX};
    int m_besideViews = QWIDGETSIZE_MAX;
    bool m_folded = false; ///< as it is now
    std::vector<StageCard*> m_cards;
    std::vector<BoardPlace> m_places; ///< one a card
};

} // namespace moelab
