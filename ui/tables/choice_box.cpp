#include "tables/choice_box.h"

#include "tables/choice_popup.h"

namespace moelab {
namespace {

constexpr int kMostUnsearched = 20;

} // namespace

ChoiceBox::ChoiceBox(QWidget* parent)
    : QComboBox(parent)
    , m_searched(new ChoicePopup(this)) {
    connect(m_searched, &ChoicePopup::chosen, this, [this](int index) {
        setCurrentIndex(index);
        emit textActivated(itemText(index));
        emit activated(index);
    });
}

void ChoiceBox::showPopup() {
    if (count() <= kMostUnsearched) {
        QComboBox::showPopup();
        return;
    }
    QStringList texts;
    for (int index = 0; index < count(); ++index)
        texts << itemText(index);
    m_searched->open(*this, accessibleName(), texts);
    hidePopup(); // Qt's own: the arrow is not held down while another list is open
}

} // namespace moelab
