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
    {"curvesView", QT_TRANSLATE_NOOP("MainWindow", "&Curves"),
     QT_TRANSLATE_NOOP("MainWindow", "How did each stage learn? Loss and accuracy, epoch by epoch"), "curves",
     make<CurvesPanel>},
    {"confusionView", QT_TRANSLATE_NOOP("MainWindow", "C&onfusion"),
     QT_TRANSLATE_NOOP("MainWindow", "Which classes are taken for which? Click a cell to see its images"),
     "confusion", make<ConfusionPanel>},
    {kImagesView, QT_TRANSLATE_NOOP("MainWindow", "&Images"),
     QT_TRANSLATE_NOOP("MainWindow", "Which images are classified correctly, and which are not?"), "images",
     make<SamplesPanel>},
    {"mixtureView", QT_TRANSLATE_NOOP("MainWindow", "Mixt&ure"),
     QT_TRANSLATE_NOOP("MainWindow", "Does the mixture pay, and what causes its errors?"), "mixture",
     make<MixturePanel>, "exportLadder", QT_TRANSLATE_NOOP("MainWindow", "The mixture's &ladder…"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_L},
    {"routingView", QT_TRANSLATE_NOOP("MainWindow", "&Routing"),
     QT_TRANSLATE_NOOP("MainWindow", "To which expert does the gate send each class?"), "routing",
     make<RoutingPanel>},
    {"calibrationView", QT_TRANSLATE_NOOP("MainWindow", "C&alibration"),
     QT_TRANSLATE_NOOP("MainWindow", "Does a member's confidence agree with its accuracy?"), "calibration",
     make<CalibrationPanel>, "exportCoverage", QT_TRANSLATE_NOOP("MainWindow", "Accuracy against &coverage…"),
     Qt::CTRL | Qt::SHIFT | Qt::Key_C},
    {kLayersView, QT_TRANSLATE_NOOP("MainWindow", "La&yers"),
     QT_TRANSLATE_NOOP("MainWindow", "Of what layers are the stage's networks made, and how large are they?"),
     "layers", make<LayersPanel>},
};

} // namespace

std::span<const ViewRow> viewTable() { return kViews; }

QString translatedTitle(const char* title) { return QCoreApplication::translate("MainWindow", title); }

} // namespace moelab
