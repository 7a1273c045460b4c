#pragma once

#include <QComboBox>

namespace moelab {

class ChoicePopup;

/// A box to choose one text from. Of more than a list shows at once, a person types a part of the one that is
/// meant.
class ChoiceBox : public QComboBox {
    Q_OBJECT
  public:
    explicit ChoiceBox(QWidget* parent = nullptr);

    void showPopup() override;

  private:
    ChoicePopup* m_searched;
};

} // namespace moelab
