#include "tables/table_view.h"

#include <QHeaderView>
#include <QTableView>

namespace moelab {

QTableView* makeTableView(QAbstractItemModel& model, const char* name, const QString& accessible) {
    auto* const view = new QTableView;
    view->setObjectName(QLatin1String(name));
    view->setAccessibleName(accessible);
    view->setModel(&model);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setTabKeyNavigation(false);
    view->setTextElideMode(Qt::ElideMiddle); // names of runs differ at their ends
    view->horizontalHeader()->setTextElideMode(Qt::ElideMiddle);
    view->setShowGrid(false);
    view->setAlternatingRowColors(true);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().lineSpacing() + 4);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setMaximumSectionSize(60 * view->fontMetrics().averageCharWidth());
    QObject::connect(&model, &QAbstractItemModel::modelReset, view, &QTableView::resizeColumnsToContents);
    return view;
}

} // namespace moelab
