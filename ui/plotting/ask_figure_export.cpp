#include "plotting/ask_figure_export.h"

#include <QCoreApplication>

namespace moelab {
namespace {

QString exportWords(const char* text) { return QCoreApplication::translate("moelab::Figure", text); }

} // namespace

QString askFigureExport(QWidget* window, Figure& figure,
                        const std::function<QString(QWidget*, const QString& title, const QString& name,
                                                    const QString& filter)>& saveFile,
                        const std::function<std::optional<FigureSize>(QWidget*)>& figureSize) {
    const QString file = saveFile(window, exportWords("Export"), figure.figureName() + QStringLiteral(".png"),
                                  exportWords("PNG (*.png);;SVG (*.svg);;PDF (*.pdf);;Numbers (*.csv)"));
    if (file.isEmpty())
        return {};
    const bool hasSize = !file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
    const std::optional<FigureSize> size = hasSize ? figureSize(window) : FigureSize();
    if (!size)
        return {};
    exportFigure(figure, file, *size);
    return file;
}

} // namespace moelab
