#include "samples/query_bar.h"

#include "samples/confidence_popup.h"
#include "tables/choice_popup.h"
#include "text/foreign_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace moelab {
namespace {

using Order = ImageQuery::Order;

/// In the order of the menu; the others come from a search or from another view.
constexpr QueryFilter kOffered[] = {QueryFilter::Label,   QueryFilter::Answer,       QueryFilter::Verdict,
                                    QueryFilter::Route,   QueryFilter::RouteVerdict, QueryFilter::Compare,
                                    QueryFilter::Outcome, QueryFilter::Confidence,   QueryFilter::Epoch,
                                    QueryFilter::Learned, QueryFilter::Forgotten};

/// As many as data have classes, groups or epochs: they are searched, not read.
bool isSearched(QueryFilter filter) {
    return filter == QueryFilter::Label || filter == QueryFilter::Answer || filter == QueryFilter::Route ||
           filter == QueryFilter::Epoch || filter == QueryFilter::Learned || filter == QueryFilter::Forgotten;
}

/// Of these a person wants to see the largest first.
bool startsFromTheTop(Order order) { return order == Order::Confidence || order == Order::Loss; }

} // namespace

QueryBar::QueryBar(QWidget* parent)
    : QWidget(parent)
    , m_order(new QComboBox)
    , m_descending(new QToolButton)
    , m_add(new QToolButton)
    , m_menu(new QMenu(m_add))
    , m_list(new ChoicePopup(this))
    , m_confidence(new ConfidencePopup(this)) {
    makeOrder();
    m_add->setObjectName(QStringLiteral("addFilter"));
    m_add->setText(tr("+ Filter"));
    m_add->setAccessibleName(tr("Add a filter"));
    m_add->setToolTip(tr("Show only images with a certain class, route, outcome or confidence"));
    m_menu->setObjectName(QStringLiteral("filterMenu"));
    m_menu->setToolTipsVisible(true);
    auto* const sort = new QLabel(tr("Sort"));
    sort->setBuddy(m_order);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QWidget* part : std::initializer_list<QWidget*>{sort, m_order, m_descending, m_add})
        layout->addWidget(part);
    connect(m_menu, &QMenu::aboutToShow, this, &QueryBar::fillMenu);
    connect(m_add, &QToolButton::clicked, this,
            [this] { m_menu->popup(m_add->mapToGlobal(QPoint(0, m_add->height()))); });
    connect(m_list, &ChoicePopup::chosen, this,
            [this](int index) { add(choicesOf(m_listed, m_names)[static_cast<std::size_t>(index)].condition); });
    connect(m_confidence, &ConfidencePopup::chosen, this, [this](const ConfidenceRange& range) {
        ImageQuery condition;
        condition.confidence = range;
        add(condition);
    });
    setQuery({});
}

void QueryBar::makeOrder() {
    m_order->setObjectName(QStringLiteral("queryOrder"));
    m_order->setAccessibleName(tr("Order"));
    m_order->setToolTip(tr("Order of the images"));
    const std::pair<QString, Order> orders[] = {{tr("dataset order"), Order::Position},
                                                {tr("by confidence"), Order::Confidence},
                                                {tr("by loss"), Order::Loss},
                                                {tr("by gate margin"), Order::GateMargin},
                                                {tr("by epoch learned"), Order::Learned},
                                                {tr("by epoch forgotten"), Order::Forgotten}};
    for (const auto& [text, order] : orders)
        m_order->addItem(text, int(order));
    m_descending->setObjectName(QStringLiteral("queryDescending"));
    m_descending->setAccessibleName(tr("Largest first"));
    m_descending->setToolTip(tr("Largest first"));
    m_descending->setText(QStringLiteral("↓"));
    m_descending->setCheckable(true);
    connect(m_order, &QComboBox::activated, this, [this] {
        const QSignalBlocker quiet(m_descending);
        m_descending->setChecked(startsFromTheTop(static_cast<Order>(m_order->currentData().toInt())));
        takeOrder();
    });
    connect(m_descending, &QToolButton::toggled, this, &QueryBar::takeOrder);
}

void QueryBar::takeOrder() {
    m_query.order = static_cast<Order>(m_order->currentData().toInt());
    m_query.descending = m_descending->isChecked();
    emit queryEdited(m_query);
}

void QueryBar::setQuery(const ImageQuery& query) {
    m_query = query;
    m_order->setCurrentIndex(m_order->findData(int(query.order)));
    const QSignalBlocker quiet(m_descending);
    m_descending->setChecked(query.descending);
}

void QueryBar::fillMenu() {
    m_menu->clear();
    qDeleteAll(m_menu->findChildren<QMenu*>(Qt::FindDirectChildrenOnly));
    for (const QueryFilter filter : kOffered)
        addToMenu(filter);
}

void QueryBar::addToMenu(QueryFilter filter) {
    const QString name = QStringLiteral("filter-") + QLatin1String(nameOf(filter));
    const std::vector<FilterChoice> choices = choicesOf(filter, m_names);
    if (filter == QueryFilter::Confidence) {
        QAction* const action = m_menu->addAction(tr("%1…").arg(titleOf(filter)), this, [this] {
            m_confidence->open(*m_add, m_query.confidence.value_or(ConfidenceRange()));
        });
        action->setObjectName(name);
    } else if (isSearched(filter) && !choices.empty()) {
        QAction* const action =
            m_menu->addAction(tr("%1…").arg(titleOf(filter)), this, [this, filter] { openList(filter); });
        action->setObjectName(name);
    } else if (!choices.empty()) {
        QMenu* const menu = m_menu->addMenu(titleOf(filter));
        menu->menuAction()->setObjectName(name);
        menu->setToolTipsVisible(true);
        for (const FilterChoice& choice : choices) {
            QAction* const action = menu->addAction(asCaption(choice.text), this,
                                                    [this, condition = choice.condition] { add(condition); });
            action->setToolTip(choice.help);
        }
    }
}

void QueryBar::openList(QueryFilter filter) {
    m_listed = filter;
    QStringList texts;
    for (const FilterChoice& choice : choicesOf(filter, m_names))
        texts << choice.text;
    m_list->open(*m_add, titleOf(filter), texts);
}

void QueryBar::add(const ImageQuery& condition) { emit queryEdited(with(m_query, condition)); }

} // namespace moelab
