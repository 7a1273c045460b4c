#include "inspector/decision_path.h"

#include "base/percent.h"
#include "inspector/fold.h"
#include "inspector/way_view.h"
#include "text/foreign_text.h"
#include "text/labels.h"

#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace moelab {
namespace {

constexpr std::size_t kMostShares = 8; // of a gate, in words

QString gatePercent(float share) { return QStringLiteral("%1 %").arg(inPercent(share), 0, 'f', 1); }

} // namespace

DecisionPath::DecisionPath(QWidget* parent)
    : QWidget(parent)
    , m_fold(new Fold(tr("Decision path"), "inspectorArithmetic"))
    , m_others(new Fold(tr("Routes not taken"), "inspectorOtherRoutes"))
    , m_gate(new QLabel)
    , m_taken(new QVBoxLayout) {
    m_gate->setObjectName(QStringLiteral("inspectorGate"));
    wrapText(*m_gate);
    m_fold->content().addWidget(m_gate);
    m_fold->content().addLayout(m_taken);
    m_fold->content().addWidget(m_others);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_fold);
    for (const Fold* fold : {m_fold, m_others})
        connect(fold, &Fold::opened, this, &DecisionPath::refresh);
}

void DecisionPath::showWay(const ImageWay& way, const ClassGroups& groups, const QStringList& classNames,
                           std::vector<std::size_t> rows) {
    m_way = way;
    m_groups = groups;
    m_classNames = classNames;
    m_rows = std::move(rows);
    m_gate->setText(gateText());
    refresh();
}

void DecisionPath::unfoldLike(const DecisionPath& other) {
    m_fold->setOpen(other.m_fold->isOpen());
    m_others->setOpen(other.m_others->isOpen());
}

void DecisionPath::unfold() { m_fold->setOpen(true); }

/// Only what is unfolded is made: there may be 64 routes of 1000 classes.
void DecisionPath::refresh() {
    for (QWidget* part : m_parts)
        part->deleteLater();
    m_parts.clear();
    if (!m_fold->isOpen())
        return;
    if (m_way.route)
        addWay(*m_taken, static_cast<std::size_t>(*m_way.route), true);
    m_others->setVisible(!m_way.ways.empty());
    if (!m_others->isOpen())
        return;
    for (std::size_t group = 0; group < m_way.ways.size(); ++group)
        if (m_way.route != static_cast<std::int64_t>(group))
            addWay(m_others->content(), group, false);
}

void DecisionPath::addWay(QVBoxLayout& layout, std::size_t group, bool taken) {
    const QString name = inText(QString::fromStdString(m_groups[group].name));
    auto* const heading =
        new QLabel(taken ? tr("Route taken: %1 (%)").arg(name) : tr("Counterfactual route: %1 (%)").arg(name));
    wrapText(*heading);
    setBold(*heading, taken);
    auto* const view = new WayView;
    view->setObjectName(QStringLiteral("way-%1").arg(group));
    view->setAccessibleName(heading->text());
    view->showWay(m_way, group, stagesOf(m_groups), m_classNames, m_rows, taken || !m_way.route);
    for (QWidget* part : std::initializer_list<QWidget*>{heading, view}) {
        layout.addWidget(part);
        m_parts.push_back(part);
    }
}

/// "Gate: natural 91.2 %, artificial 8.8 % → natural"; of many groups the largest shares.
QString DecisionPath::gateText() const {
    if (!m_way.route)
        return tr("The gate is not trained: no route is chosen.");
    const auto name = [&](std::size_t group) { return inText(QString::fromStdString(m_groups[group].name)); };
    std::vector<std::size_t> order(m_way.gate.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t group) { return m_way.gate[group]; });
    QStringList shares;
    for (const std::size_t group : order)
        if (static_cast<std::size_t>(shares.size()) < kMostShares)
            shares << QStringLiteral("%1 %2").arg(name(group), gatePercent(m_way.gate[group]));
    if (order.size() > kMostShares)
        shares << tr("%n other groups less", nullptr, static_cast<int>(order.size() - kMostShares));
    return tr("Gate: %1 → %2").arg(shares.join(QStringLiteral(", ")), name(static_cast<std::size_t>(*m_way.route)));
}

} // namespace moelab
