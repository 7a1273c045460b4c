#pragma once

#include "plotting/figure.h"

#include "experiment/member_outputs.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace moelab {

struct ImageWay;
class LearningView;
class LookedAt;
class OwnPicturesStrip;
class Session;
class WayView;

/// The chosen image, large, and its decision path through the mixture: on its route, and on the others. A person's
/// own pictures lie above it, once there are some.
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
    /// What is inspected: a test image or a picture of one's own.
    struct Subject {
        std::shared_ptr<const MemberOutputs> outputs;
        std::int64_t image = 0; ///< among the outputs
        QImage picture;
        QString title;
        QString name; ///< for files
    };

    std::optional<Subject> subject() const;
    QString hint() const;
    void refresh();
    void showEpochs();
    void refreshPicture();
    void showWays(const ImageWay& way, const QStringList& classNames);
    QString gateText(const ImageWay& way) const;
    QString verdictText(const ImageWay& way, const QStringList& classNames) const;

    Session& m_session;
    OwnPicturesStrip* m_own;
    QLabel* m_picture;
    QLabel* m_title;
    LookedAt* m_look;
    QLabel* m_verdict;
    QLabel* m_gate;
    QVBoxLayout* m_ways;
    QLabel* m_epochsHeading;
    LearningView* m_epochs;
    std::vector<QWidget*> m_parts; ///< headings and views of the routes, made again for each image
};

} // namespace moelab
