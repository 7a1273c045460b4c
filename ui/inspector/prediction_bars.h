#pragma once

#include <QColor>
#include <QStringList>
#include <QWidget>

#include <optional>
#include <vector>

namespace moelab {

/// What some members predict for one image: a line a member with its prediction, then for each class a bar a
/// member, and the last one's share as a number. Where it is narrow, a member's prediction stands below its name,
/// and a class's bars below its name.
class PredictionBars : public QWidget {
    Q_OBJECT
  public:
    struct Member {
        QString name;
        QString sign;       ///< whether that is the true class; empty where it is not known
        QString prediction; ///< the name of a class
        QColor colour;
        std::vector<float> shares; ///< [classes], in 0..1
    };

    explicit PredictionBars(QWidget* parent = nullptr);

    /// @param rows the classes to be shown, in their order. @param label the true class, if that is known
    void showMembers(std::vector<Member> members, const QStringList& classNames, std::vector<std::size_t> rows,
                     std::optional<std::size_t> label);

    /// What is said of a member's prediction, "Baseline: ✗ frog (61.2 %)", in two lines where one has no room for
    /// that. Names that have none either are cut in their middle; the sign and the share stay.
    QString lineOf(std::size_t member) const;
    /// Where the bar of a member stands in a row.
    QRectF barRect(std::size_t row, std::size_t member) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    int lineHeight() const;
    /// Of a member's prediction.
    int memberHeight(int width) const;
    int rowHeight(int width) const;
    /// Where the rows begin, below their heading.
    int rowsTop(int width) const;
    int namesWidth(int width) const;
    int numberWidth() const;
    QRect rowRect(std::size_t row) const;
    /// Whether the bars stand below the names of their classes.
    bool isNarrow(int width) const;
    void drawMember(QPainter& painter, std::size_t member) const;
    void drawHeading(QPainter& painter) const;
    void drawRow(QPainter& painter, std::size_t row) const;
    QString memberWords(std::size_t member) const;
    int keySide() const;
    int roomBesideKey(int width) const;
    QString wordsOf(std::size_t row) const;

    std::vector<Member> m_members;
    QStringList m_names;
    std::vector<std::size_t> m_rows;
    std::optional<std::size_t> m_label;
};

} // namespace moelab
