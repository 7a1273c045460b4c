#include "confusion/epoch_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kMostTicks = 100;

} // namespace

EpochBar::EpochBar(QWidget* parent)
    : QWidget(parent)
    , m_slider(new QSlider(Qt::Horizontal))
    , m_words(new QLabel) {
    m_slider->setObjectName(QStringLiteral("confusionEpoch"));
    m_slider->setAccessibleName(tr("Epoch whose predictions are shown; the right end shows the best weights"));
    m_slider->setToolTip(m_slider->accessibleName());
    m_slider->setTickPosition(QSlider::TicksBelow);
    m_words->setObjectName(QStringLiteral("confusionEpochWords"));
    m_words->setBuddy(m_slider);
    m_words->setMinimumWidth(m_words->fontMetrics().horizontalAdvance(tr("best weights, epoch %1").arg(1000)));
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_words);
    connect(m_slider, &QSlider::valueChanged, this, [this] {
        showWords();
        emit epochChosen();
    });
    setEpochs(0, false, 0);
}

void EpochBar::setEpochs(int epochs, bool best, int bestEpoch) {
    const bool atEnd = m_slider->value() == m_slider->maximum();
    const QSignalBlocker quiet(m_slider);
    m_epochs = epochs;
    m_bestEpoch = bestEpoch;
    m_slider->setRange(1, std::max(1, best ? epochs + 1 : epochs));
    if (atEnd)
        m_slider->setValue(m_slider->maximum());
    else if (m_slider->value() > epochs)
        m_slider->setValue(epochs); // of a member with fewer
    m_slider->setPageStep(std::max(1, epochs / 10));
    m_slider->setTickInterval(std::max(1, epochs / kMostTicks));
    setVisible(epochs > 0);
    showWords();
}

int EpochBar::epoch() const { return m_slider->value() > m_epochs ? -1 : m_slider->value(); }

void EpochBar::chooseEpoch(int epoch) { m_slider->setValue(epoch > 0 ? epoch : m_slider->maximum()); }

void EpochBar::showWords() {
    if (epoch() > 0)
        m_words->setText(tr("epoch %1 of %2").arg(epoch()).arg(m_epochs));
    else
        m_words->setText(m_bestEpoch > 0 ? tr("best weights, epoch %1").arg(m_bestEpoch) : tr("best weights"));
}

} // namespace moelab
