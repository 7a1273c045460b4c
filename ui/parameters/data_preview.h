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

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    int rowHeight() const;

    std::shared_ptr<const DataView> m_data;
};

} // namespace moelab
