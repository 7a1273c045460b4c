#pragma once

#include <QWidget>

namespace moelab {

class MatrixView;

/// Buttons that make a matrix's cells larger and smaller.
class MatrixZoomBar : public QWidget {
    Q_OBJECT
  public:
    /// @param view has to live as long; its name is the first part of the buttons' names
    explicit MatrixZoomBar(MatrixView& view, QWidget* parent = nullptr);
};

} // namespace moelab
