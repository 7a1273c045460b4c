#include "tables/matrix_zoom_bar.h"

#include "plotting/icons.h"
#include "tables/matrix_view.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace moelab {

MatrixZoomBar::MatrixZoomBar(MatrixView& view, QWidget* parent)
    : QWidget(parent) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    struct Zoom {
        const char* icon;
        const char* name;
        QString text;
        QString keys;
        void (MatrixView::*act)();
    };
    const Zoom zooms[] = {
        {"zoom-out", "ZoomOut", tr("Smaller cells"), QStringLiteral("Ctrl+-"), &MatrixView::zoomOut},
        {"zoom-in", "ZoomIn", tr("Larger cells"), QStringLiteral("Ctrl++"), &MatrixView::zoomIn},
        {"zoom-text", "ZoomReadable", tr("Cells that hold their numbers"), QStringLiteral("Ctrl+0"),
         &MatrixView::showReadable},
        {"zoom-reset", "ZoomWhole", tr("The whole matrix at once"), {}, &MatrixView::showWhole},
    };
    for (const Zoom& zoom : zooms) {
        auto* const button = new QToolButton;
        button->setObjectName(view.objectName() + QLatin1String(zoom.name));
        button->setIcon(icon(zoom.icon));
        button->setAutoRaise(true);
        button->setAccessibleName(zoom.text);
        button->setToolTip(zoom.keys.isEmpty() ? zoom.text : QStringLiteral("%1 (%2)").arg(zoom.text, zoom.keys));
        connect(button, &QToolButton::clicked, &view, zoom.act);
        layout->addWidget(button);
    }
}

} // namespace moelab
