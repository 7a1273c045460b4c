#pragma once

#include "plotting/figure.h"
#include "samples/sample_delegate.h"
#include "samples/sample_model.h"
#include "session/view.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;

namespace moelab {

class EmptyResult;
class FilterChips;
class QueryBar;
class RefusalLine;
struct EpochAnswers;
class Session;
struct StageView;

/// The test images that the selection names, as a grid.
class SamplesPanel : public View, public Figure {
    Q_OBJECT
  public:
    explicit SamplesPanel(Session& session, QWidget* parent = nullptr);

    Figure& figure() override { return *this; }
    QWidget* canvas() override;
    void restore(const Settings& settings) override;
    void save(Settings& settings) const override;

    /// As many of the images as fit on the paper.
    QString figureName() const override { return QStringLiteral("images"); }
    bool figureIsEmpty() const override { return m_model.rowCount() == 0; }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    int figureHeight(int width, const QFont& font) const override;
    /// All of the images, in their order.
    QString figureCsv() const override;

  private:
    /// On paper: how many tiles are beside each other, how large they are, and how high the words above them.
    struct Tiles {
        int columns;
        QSize size;
        int above;
    };
    QString headingOn(int shown) const;
    Tiles tilesOn(int width, const QFontMetrics& metrics) const;
    QListView* makeGrid();
    void makeSearch();
    void layOut();
    void connectParts();
    void showNothing(const StageView* view);
    void refresh();
    void refreshCurrent();
    void setZoom(int zoom);
    void sizeTiles();
    void search();

    Session& m_session;
    std::shared_ptr<const EpochAnswers> m_epochAnswers; ///< those shown
    SampleModel m_model;
    SampleDelegate m_delegate;
    QLabel* m_heading;
    QLineEdit* m_search;
    RefusalLine* m_unread; ///< why what is searched for cannot be
    QComboBox* m_zoom;
    QueryBar* m_query;
    FilterChips* m_chips;
    EmptyResult* m_empty;
    QListView* m_grid;
};

} // namespace moelab
