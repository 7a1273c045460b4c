#pragma once

#include <QPushButton>

namespace moelab {

/// A button whose words are cut in their middle where there is no room for them. Asks for the room of all of them,
/// and does with that of some letters.
class ElidedButton : public QPushButton {
    Q_OBJECT
  public:
    explicit ElidedButton(const QString& words, QWidget* parent = nullptr);

    /// @param words as they are read: a '&' is one
    void setWords(const QString& words);
    const QString& words() const { return m_words; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    int frame() const;
    int widthOf(const QString& words) const;
    void fit();

    QString m_words;
};

} // namespace moelab
