#include "view_table.h"

#include "calibration/calibration_panel.h"
#include "confusion/confusion_panel.h"
#include "curves/curves_panel.h"
#include "mixture/mixture_panel.h"
#include "routing/routing_panel.h"
#include "samples/samples_panel.h"
#include "stages/layers_panel.h"

#include <QCoreApplication>

namespace moelab {
namespace {

template <class Panel>
View* make(Session& session) {
    return new Panel(session);
}

const ViewRow kViews[] = {
    {"curvesView", QT_TRANSLATE_NOOP("MainWindow", "&Curves"), "curves", make<CurvesPanel>},
    {"confusionView", QT_TRANSLATE_NOOP("MainWindow", "Con&fusion"), "confusion", make<ConfusionPanel>},
    {kImagesView, QT_TRANSLATE_NOOP("MainWindow", "&Images"), "images", make<SamplesPanel>},
    {"mixtureView", QT_TRANSLATE_NOOP("MainWindow", "Mi&xture"), "mixture", make<MixturePanel>, "exportLadder",
     QT_TRANSLATE_NOOP("MainWindow", "The mixture's &ladder…"), Qt::CTRL | Qt::SHIFT | Qt::Key_L},
    {"routingView", QT_TRANSLATE_NOOP("MainWindow", "&Routing"), "routing", make<RoutingPanel>},
    {"calibrationView", QT_TRANSLATE_NOOP("MainWindow", "C&alibration"), "calibration", make<CalibrationPanel>,
     "exportCoverage", QT_TRANSLATE_NOOP("MainWindow", "Accuracy against &coverage…"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_C},
    {kLayersView, QT_TRANSLATE_NOOP("MainWindow", "La&yers"), "layers", make<LayersPanel>},
};

} // namespace

std::span<const ViewRow> viewTable() { return kViews; }

QString translatedTitle(const char* title) { return QCoreApplication::translate("MainWindow", title); }

} // namespace moelab
