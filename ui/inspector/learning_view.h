#pragma once

#include <QStringList>
#include <QWidget>

#include <cstdint>
#include <vector>

namespace moelab {

struct EpochAnswers;

/// Predictions of each member for one image over the epochs: words, and a tick per epoch, tall where it was
/// correct.
class LearningView : public QWidget {
    Q_OBJECT
  public:
    explicit LearningView(QWidget* parent = nullptr);

    void clear();
    /// Adds a line. @param member its name; @param row the image's among answers.images; @param names of the
    /// answers
    void addMember(const QString& member, const EpochAnswers& answers, std::size_t row, const QStringList& names);

    bool isEmpty() const { return m_members.empty(); }
    /// Where the tick of an epoch, from 1, stands.
    QRectF tickRect(std::size_t member, int epoch) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    struct Member {
        QString words; ///< "Baseline: learned at epoch 3"
        std::vector<std::uint16_t> answers;
        std::int64_t label;
        QStringList names;
    };

    int lineHeight() const;
    QString tickWords(const QPoint& position) const;

    std::vector<Member> m_members;
};

} // namespace moelab
