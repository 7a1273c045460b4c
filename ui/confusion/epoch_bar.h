#pragma once

#include <QWidget>

class QLabel;
class QSlider;

namespace moelab {

/// Chooses an epoch, or at its right end the best weights.
class EpochBar : public QWidget {
    Q_OBJECT
  public:
    explicit EpochBar(QWidget* parent = nullptr);

    /// Keeps the epoch, or stays at the right end. Hidden without epochs.
    /// @param best whether the best weights can be chosen; @param bestEpoch the epoch they are of, 0 if not known
    void setEpochs(int epochs, bool best, int bestEpoch);
    /// @returns from 1, or -1 for the best weights
    int epoch() const;
    /// @param epoch as epoch() returns it
    void chooseEpoch(int epoch);

  signals:
    void epochChosen();

  private:
    void showWords();

    QSlider* m_slider;
    QLabel* m_words;
    int m_epochs = 0;
    int m_bestEpoch = 0;
};

} // namespace moelab
