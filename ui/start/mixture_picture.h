#pragma once

#include <QColor>
#include <QString>
#include <QWidget>

#include <vector>

namespace moelab {

/// What a mixture of experts is, as a labelled picture in the colours that its members have everywhere: an image
/// goes to the gate, which picks an expert, and to the baseline; sub-gates weigh what the two predict.
class MixturePicture : public QWidget {
    Q_OBJECT
  public:
    explicit MixturePicture(QWidget* parent = nullptr);

    QSize sizeHint() const override;
    /// With the parts closer together.
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    /// A part of the mixture: its place in a grid of columns and half rows.
    struct Part {
        QString title;
        QString words;
        int column;
        int halfRow;   ///< its middle's
        QColor colour; ///< none for what is no member
    };
    struct Arrow {
        std::size_t from;
        std::size_t to;
        bool taken; ///< else it is another expert's, dashed
    };

    int widthOf(int column) const;
    QSize sizeWith(int gap) const;
    int gap() const;
    QRect placeOf(const Part& part) const;
    void drawPart(QPainter& painter, const Part& part) const;
    void drawArrow(QPainter& painter, const Arrow& arrow) const;

    std::vector<Part> m_parts;
    std::vector<Arrow> m_arrows;
};

} // namespace moelab
