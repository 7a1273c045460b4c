#include "routing/routing_panel.h"

#include "base/percent.h"
#include "plotting/flow_layout.h"
#include "session/session.h"
#include "session/settings.h"
#include "session/unite_queries.h"
#include "tables/matrix_view.h"
#include "tables/matrix_zoom_bar.h"
#include "text/labels.h"

#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

namespace moelab {
namespace {

constexpr int kControlSpace = 6;
const QString kMode = QStringLiteral("routing/mode");

} // namespace

RoutingPanel::RoutingPanel(Session& session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_heading(new QLabel)
    , m_mode(new QComboBox)
    , m_view(new MatrixView(m_matrix))
    , m_words(new QLabel) {
    m_heading->setObjectName(QStringLiteral("routingHeading"));
    wrapText(*m_heading);
    m_mode->setObjectName(QStringLiteral("routingMode"));
    m_mode->setAccessibleName(tr("Unit of the cells"));
    for (int mode = 0; mode < kRoutingModes; ++mode)
        m_mode->addItem(titleOf(static_cast<RoutingMode>(mode)), mode);
    m_view->setObjectName(QStringLiteral("routingMatrix"));
    m_view->setAccessibleName(tr("Routing of classes to groups"));
    m_zoom = new MatrixZoomBar(*m_view);
    m_words->setObjectName(QStringLiteral("routingWords"));
    wrapText(*m_words);
    m_words->setMinimumHeight(2 * m_words->fontMetrics().lineSpacing());
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* const bar = new FlowLayout;
    bar->setSpacing(kControlSpace);
    bar->addWidget(m_mode);
    bar->addWidget(m_zoom);
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_words);
    connect(m_mode, &QComboBox::activated, this, &RoutingPanel::showMode);
    connect(m_view, &MatrixView::hovered, m_words, &QLabel::setText);
    connect(m_view, &MatrixView::cellsOpened, this, &RoutingPanel::choose);
    connect(&session, &Session::outputsChanged, this, &RoutingPanel::refresh);
    connect(&session, &Session::dataChanged, this, &RoutingPanel::refresh);
    refresh();
}

RoutingMode RoutingPanel::mode() const { return static_cast<RoutingMode>(m_mode->currentData().toInt()); }

void RoutingPanel::restore(const Settings& settings) {
    m_mode->setCurrentIndex(settings.number(kMode, 0, kRoutingModes - 1, 0));
    showMode();
}

void RoutingPanel::save(Settings& settings) const { settings.setValue(kMode, m_mode->currentIndex()); }

Figure& RoutingPanel::figure() { return m_matrix; }

QWidget* RoutingPanel::canvas() { return m_view; }

void RoutingPanel::refresh() {
    const bool known = isRouted(m_session);
    for (QWidget* part : std::initializer_list<QWidget*>{m_mode, m_zoom, m_view, m_words})
        part->setVisible(known);
    setEmptyState(*m_heading, !known);
    m_table = known ? routingOf(m_session) : RoutingTable();
    showMode();
    if (!known) {
        m_heading->setText(tr(
            "Routing. Train all stages to see where the gate sends each class and how the sub-gates weight it."));
        return;
    }
    std::int64_t images = 0;
    double hits = 0;
    for (const ClassRouting& row : m_table.rows) {
        images += row.images;
        if (row.images > 0)
            hits += row.hitRate * static_cast<double>(row.images);
    }
    m_heading->setText(tr("Gate: accuracy %1 % on %L2 %3 (share routed to their own group, in bold)")
                           .arg(inPercent(hits / static_cast<double>(images)), 0, 'f', 1)
                           .arg(images)
                           .arg(imagesOf(m_session.data()->part)));
}

void RoutingPanel::showMode() { m_matrix.showTable(m_table, mode()); }

/// What a cell stands for, as a query of the mixture's images.
ImageQuery RoutingPanel::queryFor(const QModelIndex& cell) const {
    ImageQuery query;
    query.label = m_matrix.classAt(cell.row());
    const int fact = cell.column() - m_matrix.groups();
    if (fact < 0 && (mode() == RoutingMode::Shares || mode() == RoutingMode::Counts))
        query.route = cell.column();
    if (fact == RoutingModel::HitRate)
        query.routeVerdict = ImageQuery::Verdict::Right;
    if (fact == RoutingModel::Entropy || fact == RoutingModel::Margin)
        query.order = ImageQuery::Order::GateMargin;
    return query;
}

void RoutingPanel::choose() {
    std::vector<ImageQuery> queries;
    for (const QModelIndex& cell : m_view->chosen())
        queries.push_back(queryFor(cell));
    const QString mixture = mixtureName(m_session);
    m_session.selection().choose(mixture, uniteQueries(m_session, mixture, queries));
    emit imagesChosen();
}

} // namespace moelab
