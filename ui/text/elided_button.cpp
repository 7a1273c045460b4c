#include "text/elided_button.h"

#include "text/foreign_text.h"

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLeastButtonLetters = 12;

} // namespace

ElidedButton::ElidedButton(const QString& words, QWidget* parent)
    : QPushButton(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed); // else it could not become narrower than its words
    setWords(words);
}

void ElidedButton::setWords(const QString& words) {
    m_words = words;
    setAccessibleName(words);
    fit();
    updateGeometry();
}

int ElidedButton::widthOf(const QString& words) const {
    return fontMetrics().size(Qt::TextShowMnemonic, asCaption(words)).width();
}

/// What the style adds to the text.
int ElidedButton::frame() const {
    return QPushButton::sizeHint().width() - fontMetrics().size(Qt::TextShowMnemonic, text()).width();
}

QSize ElidedButton::sizeHint() const { return {frame() + widthOf(m_words), QPushButton::sizeHint().height()}; }

QSize ElidedButton::minimumSizeHint() const {
    return {std::min(sizeHint().width(), frame() + kLeastButtonLetters * fontMetrics().averageCharWidth()),
            QPushButton::minimumSizeHint().height()};
}

void ElidedButton::resizeEvent(QResizeEvent* event) {
    QPushButton::resizeEvent(event);
    fit();
}

void ElidedButton::fit() {
    const bool fits = width() >= sizeHint().width();
    setText(asCaption(fits ? m_words : fontMetrics().elidedText(m_words, Qt::ElideMiddle, width() - frame())));
}

} // namespace moelab
