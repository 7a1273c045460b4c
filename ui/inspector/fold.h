#pragma once

#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace moelab {

/// A heading that opens and closes what stands below it, by a click or Space. Closed at first.
class Fold : public QWidget {
    Q_OBJECT
  public:
    /// @param name of the heading's button
    Fold(const QString& title, const char* name, QWidget* parent = nullptr);

    QVBoxLayout& content() { return *m_layout; }
    bool isOpen() const;
    void setOpen(bool open);

  signals:
    void opened(bool open);

  private:
    QToolButton* m_button;
    QWidget* m_content;
    QVBoxLayout* m_layout;
};

} // namespace moelab
