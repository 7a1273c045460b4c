#include "routing/routing_panel.h"

#include "routing/routing_view.h"
#include "session/session.h"
#include "session/settings.h"
#include "text/labels.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>

namespace moelab {
namespace {

const QString kMode = QStringLiteral("routing/mode");

/// What a cell stands for, as a query of the mixture's images.
ImageQuery queryFor(RoutingMode mode, int cls, int column, int groups) {
    ImageQuery query;
    query.label = cls;
    if (column < groups) {
        if (mode == RoutingMode::Shares || mode == RoutingMode::Counts)
            query.route = column;
        return query;
    }
    const int fact = column - groups;
    if (fact == RoutingView::HitRate)
        query.routeVerdict = ImageQuery::Verdict::Right;
    if (fact == RoutingView::Entropy || fact == RoutingView::Margin)
        query.order = ImageQuery::Order::GateMargin;
    return query;
}

} // namespace

RoutingPanel::RoutingPanel(Session& session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_heading(new QLabel)
    , m_mode(new QComboBox)
    , m_view(new RoutingView)
    , m_area(new QScrollArea)
    , m_words(new QLabel) {
    m_heading->setObjectName(QStringLiteral("routingHeading"));
    wrapText(*m_heading);
    m_mode->setObjectName(QStringLiteral("routingMode"));
    m_mode->setAccessibleName(tr("Unit of the cells"));
    for (int mode = 0; mode < kRoutingModes; ++mode)
        m_mode->addItem(titleOf(static_cast<RoutingMode>(mode)), mode);
    m_view->setObjectName(QStringLiteral("routingMatrix"));
    m_view->setAccessibleName(tr("Routing of classes to groups"));
    m_area->setWidget(m_view);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_words->setObjectName(QStringLiteral("routingWords"));
    wrapText(*m_words);
    m_words->setMinimumHeight(2 * m_words->fontMetrics().lineSpacing());
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* const bar = new QHBoxLayout;
    bar->addWidget(m_heading, 1);
    bar->addWidget(m_mode);
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(m_area, 1);
    layout->addWidget(m_words);
    connect(m_mode, &QComboBox::activated, this, &RoutingPanel::showMode);
    connect(m_view, &RoutingView::hovered, m_words, &QLabel::setText);
    connect(m_view, &RoutingView::cellOpened, this, &RoutingPanel::choose);
    connect(m_view, &RoutingView::moved, this, [this](const QRect& cell) {
        m_area->ensureVisible(cell.center().x(), cell.center().y(), cell.width(), cell.height());
    });
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

Figure& RoutingPanel::figure() { return *m_view; }

QWidget* RoutingPanel::canvas() { return m_view; }

void RoutingPanel::refresh() {
    const bool known = isRouted(m_session);
    for (QWidget* part : std::initializer_list<QWidget*>{m_mode, m_area, m_words})
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
                           .arg(100 * hits / static_cast<double>(images), 0, 'f', 1)
                           .arg(images)
                           .arg(imagesOf(m_session.data()->part)));
}

void RoutingPanel::showMode() { m_view->showTable(m_table, mode()); }

void RoutingPanel::choose(int cls, int column) {
    const auto groups = static_cast<int>(m_table.groups.size());
    m_session.selection().choose(mixtureName(m_session), queryFor(mode(), cls, column, groups));
    emit imagesChosen();
}

} // namespace moelab
