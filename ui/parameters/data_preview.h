#pragma once

#include "session/data_view.h"

#include <QWidget>

#include <memory>

namespace moelab {

/// A picture of each class, with its name and how many images of it are in use.
class DataPreview : public QWidget {
    Q_OBJECT
  public:
    explicit DataPreview(QWidget* parent = nullptr);

    void showData(std::shared_ptr<const DataView> images);
    /// In its present width, as high as it is, or as a few rows of many, which are then scrolled.
    int mostHeight() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return rowsIn(width) * rowHeight(); }
    QSize sizeHint() const override { return {200, heightForWidth(200)}; }
    QSize minimumSizeHint() const override { return {cellWidth(), rowHeight()}; }

  signals:
    void mostHeightChanged();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    int rowHeight() const;
    int cellWidth() const;
    /// In as many columns as have room.
    int rowsIn(int width) const;
    QString countsOf(std::size_t cls) const;

    std::shared_ptr<const DataView> m_data;
};

} // namespace moelab
