#pragma once

#include "plotting/figure.h"
#include "session/settings.h"

#include <QWidget>

#include <vector>

namespace moelab {

/// What a tab of the window shows. The window knows no more of a view than this, and a row of the table of views.
class View : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;

    /// What it is taken away as.
    virtual Figure& figure() = 0;
    /// What is drawn beside that: null if nothing is.
    virtual Figure* secondFigure() { return nullptr; }
    /// The widgets on which the figures are drawn, for their context menus; null if it draws no such thing.
    virtual QWidget* canvas() { return nullptr; }
    virtual QWidget* secondCanvas() { return nullptr; }
    /// Waits for what is being computed, so that the figures are of the present outputs; at most some tenths of a
    /// second.
    virtual void settle() {}

    /// How a person set it.
    virtual void restore(const Settings&) {}
    virtual void save(Settings&) const {}

  signals:
    /// Some images were chosen, for another view to show.
    void imagesChosen();
};

} // namespace moelab
