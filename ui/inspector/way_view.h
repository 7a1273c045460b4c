#pragma once

#include "analysis/image_way.h"
#include "plan/stage.h"

#include <QStringList>
#include <QWidget>

namespace moelab {

/// The numbers of one route, a row a class: baseline, expert, the sub-gate's two weights, and their sum of
/// products.
class WayView : public QWidget {
    Q_OBJECT
  public:
    explicit WayView(QWidget* parent = nullptr);

    /// @param stages the run's
    /// @param rows the classes to be shown, in their order
    /// @param taken the gate chose this route; else it is drawn muted
    void showWay(const ImageWay& way, std::size_t group, const std::vector<Stage>& stages,
                 const QStringList& classNames, const std::vector<std::size_t>& rows, bool taken);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Column {
        QString title;
        std::vector<float> values; ///< [rows], or empty
        float largest = 0;         ///< of all classes
        QColor colour;
    };

    void drawColumn(QPainter& painter, const Column& column, const QRect& area) const;
    int rowHeight() const;
    int columnWidth() const;
    int namesWidth() const;

    std::vector<Column> m_columns;
    QStringList m_names;
    int m_label = -1; ///< its row
    bool m_taken = true;
};

} // namespace moelab
