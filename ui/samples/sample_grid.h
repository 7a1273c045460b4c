#pragma once

#include <QListView>

namespace moelab {

/// The tiles of images, side by side. The current one stays in sight while the room for them changes, unless a
/// person has scrolled away from it.
class SampleGrid : public QListView {
    Q_OBJECT
  public:
    explicit SampleGrid(QWidget* parent = nullptr);

  protected:
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    bool m_follows = false; ///< it was in sight, and is brought there once the tiles are laid out
};

} // namespace moelab
