#pragma once

#include "plotting/figure.h"

#include "experiment/member_outputs.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QToolButton;

namespace moelab {

struct ImageWay;
class DecisionPath;
class LearningView;
class LookedAt;
class OwnPicturesStrip;
class PredictionBars;
class Session;

/// The chosen image, large: what happened to it, what each member predicts, and, to be unfolded, the arithmetic of
/// its decision path. A person's own pictures lie above it, once there are some.
class InspectorPanel : public QWidget, public Figure {
    Q_OBJECT
  public:
    explicit InspectorPanel(Session& session, QWidget* parent = nullptr);

    QString figureName() const override;
    bool figureIsEmpty() const override { return !subject(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    int figureHeight(int width, const QFont& font) const override;
    /// A row for every route and class.
    QString figureCsv() const override;

  private:
    /// What is inspected: a test image or a picture of one's own.
    struct Subject {
        std::shared_ptr<const MemberOutputs> outputs;
        std::int64_t image = 0; ///< among the outputs
        QImage picture;
        QString title;
        QString name; ///< for files
    };

    std::unique_ptr<InspectorPanel> onPaper() const;
    std::optional<Subject> subject() const;
    QString hint() const;
    void refresh();
    void showEpochs();
    void refreshPicture();
    void showWay();

    Session& m_session;
    OwnPicturesStrip* m_own;
    QLabel* m_picture;
    QLabel* m_title;
    LookedAt* m_look;
    QLabel* m_verdict;
    PredictionBars* m_bars;
    QToolButton* m_all;
    DecisionPath* m_path;
    QLabel* m_epochsHeading;
    LearningView* m_epochs;
};

} // namespace moelab
