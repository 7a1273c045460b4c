#include "report/pdf_pages.h"

#include "plotting/drawn_text.h"
#include "plotting/figure.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTextLayout>

#include <algorithm>
#include <numeric>

namespace moelab {
namespace {

constexpr int kDpi = 96; ///< figures are laid out in it; all lengths below are in its pixels

constexpr double kPointsPerInch = 72;

constexpr double kText = 12.5;
constexpr double kSmall = 11;
constexpr double kTiny = 10;
constexpr double kGap = 8;
constexpr double kCellGap = 11;
constexpr double kFoot = 30;
constexpr double kMostWord = 160;
constexpr double kPicture = 72;
constexpr int kPicturesAcross = 6;

const QColor kInk(0x1c, 0x1c, 0x1c);
const QColor kMuted(0x55, 0x55, 0x55);
const QColor kLine(0xc8, 0xc8, 0xc8);
const QColor kStripe(0xf5, 0xf5, 0xf3);

const QRegularExpression kLineEnd(QStringLiteral("\\n"));
const QRegularExpression kWordEnd(QStringLiteral("[\\s\\x{200b}]"));

double widest(const QString& text, const QRegularExpression& end, const QFontMetricsF& metrics) {
    double width = 0;
    for (const QString& part : text.split(end))
        width = std::max(width, metrics.horizontalAdvance(part));
    return width;
}

/// Takes from the widest column that is wider than it must be, until all fit or none is.
void shrink(std::vector<double>& widths, const std::vector<double>& least, double all) {
    for (double excess = std::reduce(widths.begin(), widths.end()) - all; excess > 0.01;
         excess = std::reduce(widths.begin(), widths.end()) - all) {
        std::size_t chosen = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (widths[i] > least[i] && (chosen == widths.size() || widths[i] > widths[chosen]))
                chosen = i;
        if (chosen == widths.size())
            return;
        constexpr double kStep = 4;
        widths[chosen] = std::max(least[chosen], widths[chosen] - std::min(kStep, excess));
    }
}

QString oneLine(QString text) { return text.replace(u'\n', u' '); }

} // namespace

PdfPages::PdfPages(const QString& title, int total)
    : m_buffer(&m_bytes)
    , m_writer((m_buffer.open(QIODevice::WriteOnly), &m_buffer))
    , m_title(oneLine(title))
    , m_total(total) {
    requireFonts();
    m_writer.setTitle(title);
    m_writer.setCreator(QStringLiteral("moelab ") + QCoreApplication::applicationVersion());
    m_writer.setResolution(kDpi);
    m_writer.setPageSize(QPageSize(QPageSize::A4));
    m_writer.setPageMargins(QMarginsF(14, 16, 14, 10), QPageLayout::Millimeter);
    m_painter.begin(&m_writer);
    m_painter.setMode(QCPPainter::pmVectorized);
    m_painter.setMode(QCPPainter::pmNoCaching);
    m_width = m_writer.width();
    m_height = m_writer.height() - kFoot;
}

QFont PdfPages::font(double pixels, bool bold) const {
    QFont font{QLatin1String(kReportFont)};
    font.setPointSizeF(pixels * kPointsPerInch / kDpi);
    font.setHintingPreference(QFont::PreferNoHinting); // or letters would stand on whole pixels
    font.setBold(bold);
    return font;
}

/// Lays text out in lines. @param line is called for each. @returns the height of all
template <class Line>
static double layOut(const QString& text, const QFont& font, const QPaintDevice* device, double width,
                     Qt::Alignment alignment, Line line) {
    QString lines = text;
    lines.replace(u'\n', QChar::LineSeparator);
    QTextLayout layout(lines, font, device);
    QTextOption option(alignment);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    double height = 0;
    layout.beginLayout();
    for (QTextLine each = layout.createLine(); each.isValid(); each = layout.createLine()) {
        each.setLineWidth(width);
        each.setPosition(QPointF(0, 0));
        line(each, height);
        height += each.height();
    }
    layout.endLayout();
    return height;
}

double PdfPages::heightOf(const QString& text, const QFont& font, double width) const {
    return layOut(text, font, &m_writer, width, Qt::AlignLeft, [](const QTextLine&, double) {});
}

void PdfPages::drawText(const QString& text, const QFont& font, const QPointF& corner, double width,
                        Qt::Alignment alignment) {
    layOut(text, font, &m_writer, width, alignment,
           [&](const QTextLine& line, double y) { line.draw(&m_painter, corner + QPointF(0, y)); });
}

void PdfPages::need(double height) {
    if (m_y > 0 && m_y + height > m_height)
        newPage();
}

void PdfPages::newPage() {
    drawFoot();
    m_writer.newPage();
    ++m_pages;
    m_y = 0;
}

void PdfPages::drawFoot() {
    const QString number =
        m_total > 0 ? QStringLiteral("%1 / %2").arg(m_pages).arg(m_total) : QString::number(m_pages);
    const QRectF foot(0, m_height, m_width, kFoot);
    m_painter.setFont(font(kSmall));
    m_painter.setPen(kMuted);
    const double room = m_width - 80;
    m_painter.drawText(foot, Qt::AlignBottom | Qt::AlignLeft,
                       m_painter.fontMetrics().elidedText(m_title, Qt::ElideRight, static_cast<int>(room)));
    m_painter.drawText(foot, Qt::AlignBottom | Qt::AlignRight, number);
}

QByteArray PdfPages::end() {
    drawFoot();
    m_painter.end();
    return m_bytes;
}

/// Line by line, so that a long note goes over pages.
void PdfPages::addParagraph(const QString& text, const QFont& font, const QColor& ink, const QColor& ground) {
    const double inset = ground.isValid() ? kGap : 0;
    const double width = m_width - 2 * inset;
    const double height = heightOf(text, font, width);
    if (height < m_height / 4)
        need(height);
    m_painter.setPen(ink);
    layOut(text, font, &m_writer, width, Qt::AlignLeft, [&](const QTextLine& line, double) {
        need(line.height());
        if (ground.isValid())
            m_painter.fillRect(QRectF(0, m_y, m_width, line.height() + 1), ground);
        m_painter.setPen(ink);
        line.draw(&m_painter, QPointF(inset, m_y));
        m_y += line.height();
    });
}

void PdfPages::addTitle(const QString& title) {
    addParagraph(title, font(22, true), kInk, {});
    m_y += 4;
}

void PdfPages::addMuted(const QString& text) { addParagraph(text, font(kSmall), kMuted, {}); }

void PdfPages::add(const ReportText& text) {
    addParagraph(text.words, font(kText), kInk, {});
    m_y += kGap;
}

void PdfPages::add(const ReportCommand& command) {
    QFont mono = font(kSmall);
    mono.setFamily(QStringLiteral("Monospace"));
    addParagraph(command.line, mono, kInk, kStripe);
    m_y += kGap / 2;
}

void PdfPages::startSection(const ReportSection& section) {
    const QFont heading = font(16, true);
    const double gap = m_y > 0 ? 2 * kGap : 0;
    double whole = gap + heightOf(section.title, heading, m_width) + 2 * kGap;
    for (const ReportBlock& block : section.blocks) {
        whole += heightOf(block) + kGap;
        if (!std::holds_alternative<ReportText>(block))
            break;
    }
    need(std::min(whole, m_height));
    if (m_y > 0)
        m_y += gap;
    addParagraph(section.title, heading, kInk, {});
    m_painter.setPen(QPen(kLine, 1));
    m_painter.drawLine(QPointF(0, m_y + 2), QPointF(m_width, m_y + 2));
    m_y += kGap;
}

/// Of as much of a block as must stand together with the words before it.
double PdfPages::heightOf(const ReportBlock& block) const {
    if (const auto* const text = std::get_if<ReportText>(&block))
        return heightOf(text->words, font(kText), m_width);
    if (const auto* const figures = std::get_if<ReportFigures>(&block))
        return heightOf(*figures);
    if (const auto* const table = std::get_if<ReportTable>(&block)) {
        constexpr std::size_t kTogether = 4;
        const Columns columns = columnsOf(*table);
        double height = rowHeight(columns, table->heading, false);
        for (std::size_t row = 0; row < std::min(kTogether, table->rows.size()); ++row)
            height += rowHeight(columns, table->rows[row], true);
        return height;
    }
    return kPicture + 5 * kSmall;
}

double PdfPages::scaleOf(const ReportFigures& figures) const {
    double width = kGap * (static_cast<double>(figures.row.size()) - 1);
    double height = 0;
    for (const ReportFigure& figure : figures.row) {
        width += figure.size.width();
        height = std::max<double>(height, figure.size.height());
    }
    constexpr double kMostOfPage = 0.85;
    return std::min({1.0, m_width / width, kMostOfPage * m_height / height});
}

void PdfPages::draw(const ReportFigure& figure, const QPointF& corner, double scale) {
    m_painter.save();
    m_painter.translate(corner);
    m_painter.scale(scale, scale);
    m_painter.setFont(figureFont());
    figure.figure->drawFigure(m_painter, figure.size);
    m_painter.restore();
}

double PdfPages::heightOf(const ReportFigures& figures) const {
    const double scale = scaleOf(figures);
    double height = 0;
    for (const ReportFigure& figure : figures.row)
        height = std::max(height, scale * figure.size.height() + kGap / 2 +
                                      heightOf(figure.caption, font(kSmall), scale * figure.size.width()));
    return height;
}

void PdfPages::add(const ReportFigures& figures) {
    const double height = heightOf(figures);
    need(height);
    const double scale = scaleOf(figures);
    double x = 0;
    for (const ReportFigure& figure : figures.row) {
        const QSizeF size = QSizeF(figure.size) * scale;
        draw(figure, QPointF(x, m_y), scale);
        m_painter.setPen(kMuted);
        drawText(figure.caption, font(kSmall), QPointF(x, m_y + size.height() + kGap / 2), size.width(),
                 Qt::AlignLeft);
        x += size.width() + kGap;
    }
    m_y += height + kGap;
}

void PdfPages::add(const ReportPictures& pictures) {
    const double width = m_width / kPicturesAcross;
    const double line = QFontMetricsF(font(kTiny), &m_writer).lineSpacing();
    for (std::size_t first = 0; first < pictures.pictures.size(); first += kPicturesAcross) {
        const std::size_t end = std::min(first + kPicturesAcross, pictures.pictures.size());
        qsizetype lines = 0;
        for (std::size_t i = first; i < end; ++i)
            lines = std::max(lines, pictures.pictures[i].words.size());
        const double height = kPicture + kGap + static_cast<double>(lines) * line;
        need(height);
        for (std::size_t i = first; i < end; ++i)
            drawPicture(pictures.pictures[i],
                        QRectF(static_cast<double>(i - first) * width, m_y, width - kGap, height));
        m_y += height + kGap;
    }
}

void PdfPages::drawPicture(const ReportPicture& picture, const QRectF& cell) {
    const QSizeF size = QSizeF(picture.image.size()).scaled(kPicture, kPicture, Qt::KeepAspectRatio);
    m_painter.drawImage(QRectF(cell.topLeft(), size), picture.image);
    m_painter.setFont(font(kTiny));
    m_painter.setPen(kInk);
    const double line = QFontMetricsF(m_painter.font(), &m_writer).lineSpacing();
    double y = cell.top() + kPicture + kGap / 4;
    for (const QString& words : picture.words) {
        m_painter.drawText(
            QRectF(cell.left(), y, cell.width(), line), Qt::AlignLeft,
            m_painter.fontMetrics().elidedText(words, Qt::ElideRight, static_cast<int>(cell.width())));
        y += line;
    }
}

/// As wide as their lines; where that is too much, the widest give way, but none below its longest word as long as
/// others can.
PdfPages::Columns PdfPages::columnsOf(const ReportTable& table) const {
    Columns columns{{}, font(kSmall), font(kSmall, true)};
    const QFontMetricsF metrics(columns.bold, &m_writer);
    const double equal = m_width / static_cast<double>(table.heading.size());
    std::vector<double> words; // the longest of each column
    for (qsizetype column = 0; column < table.heading.size(); ++column) {
        QStringList cells = {table.heading[column]};
        for (const QStringList& row : table.rows)
            cells << row[column];
        columns.widths.push_back(kCellGap + widest(cells.join(u'\n'), kLineEnd, metrics));
        words.push_back(std::min(kMostWord, kCellGap + widest(cells.join(u'\n'), kWordEnd, metrics)));
    }
    shrink(columns.widths, words, m_width);
    shrink(columns.widths, std::vector<double>(words.size(), equal), m_width);
    return columns;
}

double PdfPages::rowHeight(const Columns& columns, const QStringList& row, bool bold) const {
    double height = 0;
    for (qsizetype column = 0; column < row.size(); ++column)
        height = std::max(height, heightOf(row[column], bold ? columns.bold : columns.plain,
                                           columns.widths[static_cast<std::size_t>(column)] - kCellGap));
    return height + 4;
}

/// A row that is higher than a page, in pieces that are not.
std::vector<QStringList> PdfPages::piecesOf(const Columns& columns, const QStringList& row, bool bold) const {
    const double most = 0.8 * m_height; // the heading stands above it
    if (rowHeight(columns, row, bold) <= most)
        return {row};
    const QFont& font = bold ? columns.bold : columns.plain;
    const auto lines = static_cast<qsizetype>(most / (1.2 * QFontMetricsF(font, &m_writer).lineSpacing()));
    std::vector<QStringList> pieces;
    for (qsizetype column = 0; column < row.size(); ++column) {
        QStringList wrapped;
        layOut(row[column], font, &m_writer, columns.widths[static_cast<std::size_t>(column)] - kCellGap,
               Qt::AlignLeft, [&](const QTextLine& line, double) {
                   wrapped << row[column].mid(line.textStart(), line.textLength()).trimmed();
               });
        for (qsizetype first = 0; first < wrapped.size(); first += lines) {
            const auto piece = static_cast<std::size_t>(first / lines);
            while (pieces.size() <= piece)
                pieces.emplace_back(row.size());
            pieces[piece][column] = wrapped.mid(first, lines).join(u'\n');
        }
    }
    return pieces;
}

void PdfPages::drawRow(const ReportTable& table, const Columns& columns, const QStringList& row, bool bold,
                       const QColor& ink) {
    const double height = rowHeight(columns, row, bold);
    m_painter.setPen(ink);
    double x = 0;
    for (qsizetype column = 0; column < row.size(); ++column) {
        const double width = columns.widths[static_cast<std::size_t>(column)];
        const bool number = column >= table.textColumns;
        drawText(row[column], bold ? columns.bold : columns.plain, QPointF(x, m_y + 2), width - kCellGap,
                 number ? Qt::AlignRight : Qt::AlignLeft);
        x += width;
    }
    m_y += height;
}

void PdfPages::drawHeading(const ReportTable& table, const Columns& columns) {
    drawRow(table, columns, table.heading, false, kMuted);
    m_painter.setPen(QPen(kMuted, 1));
    m_painter.drawLine(QPointF(0, m_y),
                       QPointF(std::min(m_width, std::reduce(columns.widths.begin(), columns.widths.end())), m_y));
}

void PdfPages::add(const ReportTable& table) {
    const Columns columns = columnsOf(table);
    const double width = std::min(m_width, std::reduce(columns.widths.begin(), columns.widths.end()));
    need(heightOf(ReportBlock(table)));
    drawHeading(table, columns);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const bool bold = row < table.marked.size() && table.marked[row];
        for (const QStringList& piece : piecesOf(columns, table.rows[row], bold)) {
            const double height = rowHeight(columns, piece, bold);
            if (m_y + height > m_height) {
                newPage();
                drawHeading(table, columns);
            }
            if (row % 2 == 1)
                m_painter.fillRect(QRectF(0, m_y, width, height), kStripe);
            drawRow(table, columns, piece, bold, kInk);
        }
    }
    m_y += kGap;
}

} // namespace moelab
