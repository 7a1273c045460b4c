#pragma once

#include <QFont>
#include <QImage>
#include <QSize>
#include <QString>
#include <QStringList>

#include <memory>
#include <variant>
#include <vector>

namespace moelab {

class Figure;

/// A report as values: what it says, not how it is laid out. Text is plain, whatever it holds; writers escape it.

/// What all text is laid out with.
inline constexpr char kReportFont[] = "Sans Serif";

/// Of figures, whatever the window's is: 9 points high at 96 dots per inch.
inline QFont figureFont() {
    QFont font{QLatin1String(kReportFont)};
    font.setPixelSize(12);
    return font;
}

struct ReportText {
    QString words;
};

struct ReportTable {
    QStringList heading;
    std::vector<QStringList> rows; ///< as many cells as the heading has
    int textColumns = 1;           ///< so many of the first are words, the others numbers
    std::vector<bool> marked = {}; ///< [rows], or none: rows to be seen at first sight
};

struct ReportFigure {
    QString caption;
    std::shared_ptr<Figure> figure; ///< a widget: it is drawn, and ends, on the GUI thread
    QSize size;                     ///< in pixels at 96 dots per inch
};

/// Figures that stand beside each other where there is room.
struct ReportFigures {
    std::vector<ReportFigure> row;
};

struct ReportPicture {
    QImage image;
    QStringList words; ///< lines below it
};

struct ReportPictures {
    std::vector<ReportPicture> pictures;
};

/// What a person types, on one line.
struct ReportCommand {
    QString line;
};

using ReportBlock = std::variant<ReportText, ReportTable, ReportFigures, ReportPictures, ReportCommand>;

struct ReportSection {
    QString title;
    std::vector<ReportBlock> blocks;
};

struct ReportContent {
    QString title;
    QStringList lines; ///< below the title: where it is from, a person's note
    std::vector<ReportSection> sections;
};

} // namespace moelab
