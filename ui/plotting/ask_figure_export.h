#pragma once

#include "plotting/figure.h"

#include <functional>
#include <optional>

namespace moelab {

/// Asks where a figure goes and how large it is to be, and writes it.
/// @param saveFile, figureSize how a window asks; an empty answer ends it
/// @returns the file; empty if none was wanted. @throws Error as exportFigure
QString askFigureExport(QWidget* window, Figure& figure,
                        const std::function<QString(QWidget*, const QString& title, const QString& name,
                                                    const QString& filter)>& saveFile,
                        const std::function<std::optional<FigureSize>(QWidget*)>& figureSize);

} // namespace moelab
