#pragma once

#include "plotting/figure.h"

#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace moelab {

struct ImageWay;
class LearningView;
class Session;
class WayView;

/// The chosen image, large, and its way through the mixture: on the route it took, and on the others.
class InspectorPanel : public QWidget, public Figure {
    Q_OBJECT
  public:
    explicit InspectorPanel(Session& session, QWidget* parent = nullptr);

    QString figureName() const override;
    bool figureIsEmpty() const override { return m_parts.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    /// A row for every route and class.
    QString figureCsv() const override;

  private:
    void refresh();
    void showEpochs();
    void showWays(const ImageWay& way, const QStringList& classNames);
    QString gateText(const ImageWay& way) const;
    QString verdictText(const ImageWay& way, const QStringList& classNames) const;

    Session& m_session;
    QLabel* m_picture;
    QLabel* m_title;
    QLabel* m_verdict;
    QLabel* m_gate;
    QVBoxLayout* m_ways;
    QLabel* m_epochsHeading;
    LearningView* m_epochs;
    std::vector<QWidget*> m_parts; ///< headings and views of the routes, made anew for each image
};

} // namespace moelab
