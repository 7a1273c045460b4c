#pragma once

#include "report/report_content.h"

#include <QBuffer>
#include <QFont>
#include <QPdfWriter>
#include <qcustomplot.h>

namespace moelab {

/// Lays blocks out on A4 pages, from the top down, and begins a new page where one does not fit.
class PdfPages {
  public:
    /// @param title stands at the foot of each page. @param total pages, for "2 / 6"; 0 leaves the total out
    PdfPages(const QString& title, int total);

    void addTitle(const QString& title);
    void addMuted(const QString& text);
    /// The heading; on a new page if the section's first words and what follows them do not fit below it.
    void startSection(const ReportSection& section);
    void add(const ReportText& text);
    void add(const ReportTable& table);
    void add(const ReportFigures& figures);
    void add(const ReportPictures& pictures);
    void add(const ReportCommand& command);

    /// How many pages there are so far.
    int count() const { return m_pages; }
    /// @returns the file; nothing can be added after that
    QByteArray end();

  private:
    struct Columns {
        std::vector<double> widths;
        QFont plain;
        QFont bold;
    };

    QFont font(double pixels, bool bold = false) const;
    double heightOf(const QString& text, const QFont& font, double width) const;
    double heightOf(const ReportBlock& block) const;
    double heightOf(const ReportFigures& figures) const;
    double scaleOf(const ReportFigures& figures) const;
    void drawText(const QString& text, const QFont& font, const QPointF& corner, double width,
                  Qt::Alignment alignment);
    void addParagraph(const QString& text, const QFont& font, const QColor& ink, const QColor& ground);
    Columns columnsOf(const ReportTable& table) const;
    double rowHeight(const Columns& columns, const QStringList& row, bool bold) const;
    std::vector<QStringList> piecesOf(const Columns& columns, const QStringList& row, bool bold) const;
    void drawRow(const ReportTable& table, const Columns& columns, const QStringList& row, bool bold,
                 const QColor& ink);
    void drawHeading(const ReportTable& table, const Columns& columns);
    void draw(const ReportFigure& figure, const QPointF& corner, double scale);
    void drawPicture(const ReportPicture& picture, const QRectF& cell);
    /// Begins a new page unless so much fits on this one.
    void need(double height);
    void newPage();
    void drawFoot();

    QByteArray m_bytes;
    QBuffer m_buffer;
    QPdfWriter m_writer;
    QCPPainter m_painter;
    QString m_title;
    int m_total;
    int m_pages = 1;
    double m_width;
    double m_height; ///< without the foot
    double m_y = 0;
};

} // namespace moelab
