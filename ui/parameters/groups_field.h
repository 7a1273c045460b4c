#pragma once

#include <QPlainTextEdit>

namespace moelab {

/// Text of a few lines that is always whole: as high as its lines, wrapped ones included. Tab leaves it.
class GroupsField : public QPlainTextEdit {
    Q_OBJECT
  public:
    GroupsField();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  signals:
    /// The person left it, or pressed Ctrl+Return.
    void editingFinished();

  protected:
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
};

} // namespace moelab
