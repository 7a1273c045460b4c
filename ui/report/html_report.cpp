#include "report/html_report.h"

#include "plotting/drawn_text.h"
#include "plotting/figure.h"

#include <QBuffer>
#include <QRegularExpression>

namespace moelab {
namespace {

constexpr int kShownPixels = 96; // of a picture's width: 6rem

const char* const kStyle = R"(
:root { color-scheme: light; }
body { font: 15px/1.45 system-ui, sans-serif; color: #1c1c1c; background: #fff; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; padding-bottom: .2rem; border-bottom: 1px solid #c8c8c8; }
p { margin: .5rem 0; max-width: 48rem; }
.head { color: #555; margin: .15rem 0; white-space: pre-wrap; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .6rem 0; font-size: .9em; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: normal; color: #555; border-bottom: 1px solid #888; }
th, td { padding: .15rem .9rem .15rem 0; vertical-align: top; white-space: pre-line; overflow-wrap: break-word; }
th.number, td.number { text-align: right; }
td.number, th.number { padding-left: .5rem; }
td.long { overflow-wrap: anywhere; }
tr.marked td { font-weight: bold; }
tbody tr:nth-child(even) td { background: #f5f5f3; }
.row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
figure { margin: .6rem 0; max-width: 100%; }
figure svg { display: block; max-width: 100%; height: auto; }
figure svg image { image-rendering: pixelated; }
figcaption { font-size: .85em; color: #555; margin-top: .3rem; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .8rem; }
.pictures figure { margin: 0; }
.pictures img { width: 6rem; height: 6rem; object-fit: contain; display: block; }
.pictures img.small { image-rendering: pixelated; }
pre { margin: .3rem 0; background: #f5f5f3; border: 1px solid #ddd; padding: .6rem .8rem; white-space: pre-wrap; font-size: .9em; }
@page { size: A4; margin: 16mm 14mm 18mm; }
@media print {
  body { font-size: 10pt; max-width: none; margin: 0; padding: 0; }
  h2 { break-after: avoid; }
  figure, tr, pre, .start { break-inside: avoid; }
  .wide { overflow: visible; }
  .row { flex-wrap: nowrap; }
  .pictures { grid-template-columns: repeat(6, 1fr); }
  .row figure { flex: 0 1 auto; min-width: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)";

QString escaped(const QString& text) { return withoutControls(text).toHtmlEscaped(); }

// Blocks are written alike; figures count themselves, for their names.

QString html(const ReportText& text, int&) {
    return QStringLiteral("<p>") + escaped(text.words) + QStringLiteral("</p>\n");
}

/// A word that would not let its column be narrow enough.
bool hasLongWord(const QString& text) {
    static const QRegularExpression kLongWord(QStringLiteral("\\S{30}"));
    return text.contains(kLongWord);
}

QString cells(const ReportTable& table, const QStringList& row, const QString& tag) {
    QString html;
    for (int column = 0; column < row.size(); ++column)
        html += QStringLiteral("<%1%2>%3</%1>")
                    .arg(tag,
                         column >= table.textColumns ? QStringLiteral(" class=\"number\"")
                         : hasLongWord(row[column])  ? QStringLiteral(" class=\"long\"")
                                                     : QString(),
                         escaped(row[column]));
    return html;
}

QString html(const ReportTable& table, int&) {
    QString html = QStringLiteral("<div class=\"wide\"><table>\n<thead><tr>") +
                   cells(table, table.heading, QStringLiteral("th")) + QStringLiteral("</tr></thead>\n<tbody>\n");
    for (std::size_t row = 0; row < table.rows.size(); ++row)
        html += (row < table.marked.size() && table.marked[row] ? QStringLiteral("<tr class=\"marked\">")
                                                                : QStringLiteral("<tr>")) +
                cells(table, table.rows[row], QStringLiteral("td")) + QStringLiteral("</tr>\n");
    return html + QStringLiteral("</tbody></table></div>\n");
}

/// The drawing alone, named for who cannot see it. @param number of the figure: names in it are its own
QString inlineSvg(const ReportFigure& figure, int number) {
    QString svg =
        QString::fromUtf8(svgOf(*figure.figure, figure.size, figureFont(), QString::number(figure.size.width()),
                                QString::number(figure.size.height())));
    svg.remove(0, svg.indexOf(QLatin1String("<svg")));
    // Names that other figures have too are no good within a page.
    const QString prefix = QStringLiteral("figure%1-").arg(number);
    svg.replace(QLatin1String(" id=\""), QStringLiteral(" id=\"") + prefix);
    svg.replace(QLatin1String("\"url(#"),
                QStringLiteral("\"url(#") + prefix); // and not in text, which has no quotes
    return svg.insert(4, QStringLiteral(" role=\"img\" aria-label=\"%1\"").arg(escaped(figure.caption)));
}

QString html(const ReportFigures& figures, int& number) {
    QString html = QStringLiteral("<div class=\"row\">\n");
    for (const ReportFigure& figure : figures.row)
        html += QStringLiteral("<figure style=\"width: %1px\">").arg(figure.size.width()) +
                inlineSvg(figure, ++number) + QStringLiteral("<figcaption>") + escaped(figure.caption) +
                QStringLiteral("</figcaption></figure>\n");
    return html + QStringLiteral("</div>\n");
}

QString html(const ReportPictures& pictures, int&) {
    QString html = QStringLiteral("<div class=\"pictures\">\n");
    for (const ReportPicture& picture : pictures.pictures) {
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        picture.image.save(&buffer, "PNG");
        QStringList lines;
        for (const QString& line : picture.words)
            lines << escaped(line);
        html += QStringLiteral("<figure><img %1alt=\"%2\" src=\"data:image/png;base64,")
                    .arg(picture.image.width() < kShownPixels ? QStringLiteral("class=\"small\" ") : QString(),
                         escaped(picture.words.join(QStringLiteral("; ")))) +
                QString::fromLatin1(png.toBase64()) + QStringLiteral("\"/><figcaption>") +
                lines.join(QStringLiteral("<br/>")) + QStringLiteral("</figcaption></figure>\n");
    }
    return html + QStringLiteral("</div>\n");
}

QString html(const ReportCommand& command, int&) {
    return QStringLiteral("<pre><code>") + escaped(command.line) + QStringLiteral("</code></pre>\n");
}

/// How many blocks stay with the heading on one page: the first words, and figures that follow them.
std::size_t startOf(const ReportSection& section) {
    std::size_t count = 0;
    while (count < section.blocks.size() && std::holds_alternative<ReportText>(section.blocks[count]))
        ++count;
    const bool figures =
        count < section.blocks.size() && std::holds_alternative<ReportFigures>(section.blocks[count]);
    return figures ? count + 1 : count;
}

} // namespace

QByteArray htmlOf(const ReportContent& report) {
    QString page =
        QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
                       "<meta charset=\"utf-8\"/>\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                       "<title>") +
        escaped(report.title) + QStringLiteral("</title>\n<style>") + QLatin1String(kStyle) +
        QStringLiteral("</style>\n</head>\n<body>\n<h1>") + escaped(report.title) + QStringLiteral("</h1>\n");
    for (const QString& line : report.lines)
        page += QStringLiteral("<p class=\"head\">") + escaped(line) + QStringLiteral("</p>\n");
    int figures = 0;
    for (const ReportSection& section : report.sections) {
        page += QStringLiteral("<section>\n<div class=\"start\">\n<h2>") + escaped(section.title) +
                QStringLiteral("</h2>\n");
        const std::size_t together = startOf(section);
        for (std::size_t i = 0; i < section.blocks.size(); ++i) {
            if (i == together)
                page += QStringLiteral("</div>\n");
            page += std::visit([&](const auto& each) { return html(each, figures); }, section.blocks[i]);
        }
        if (together >= section.blocks.size())
            page += QStringLiteral("</div>\n");
        page += QStringLiteral("</section>\n");
    }
    return (page + QStringLiteral("</body>\n</html>\n")).toUtf8();
}

} // namespace moelab
