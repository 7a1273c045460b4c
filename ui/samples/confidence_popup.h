#pragma once

#include "analysis/image_query.h"

#include <QFrame>

class QPushButton;
class QWidget;

namespace moelab {

class WholeNumberBox;

/// Two numbers in percent, between which a confidence is to be. Return applies them, Escape closes it.
class ConfidencePopup : public QFrame {
    Q_OBJECT
  public:
    explicit ConfidencePopup(QWidget* parent);

    void open(const QWidget& below, const ConfidenceRange& range);

  signals:
    void chosen(const moelab::ConfidenceRange& range);

  private:
    void refresh();
    void apply();

    WholeNumberBox* m_over;
    WholeNumberBox* m_upTo;
    QPushButton* m_apply;
};

} // namespace moelab
