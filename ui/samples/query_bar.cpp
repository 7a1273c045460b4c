#include "samples/query_bar.h"

#include "session/data_view.h"
#include "session/outcome_words.h"
#include "session/stage_view.h"
#include "text/foreign_text.h"

#include <QComboBox>
#include <QGridLayout>
#include <QToolButton>

#include <algorithm>

namespace moelab {
namespace {

using Verdict = ImageQuery::Verdict;
using Compare = ImageQuery::Compare;
using Order = ImageQuery::Order;

void fillNames(QComboBox* box, const QString& any, const QString& pattern, const QStringList& names) {
    box->clear();
    box->addItem(any, -1);
    for (int i = 0; i < names.size(); ++i)
        box->addItem(pattern.arg(inText(names[i])), i);
}

void fillEpochs(QComboBox* box, const QString& any, const QString& never, const QString& pattern, int epochs) {
    box->clear();
    box->addItem(any, -1);
    if (!never.isEmpty())
        box->addItem(never, 0);
    for (int epoch = 1; epoch <= epochs; ++epoch)
        box->addItem(pattern.arg(epoch), epoch);
}

QString learnedText(int epoch) {
    if (epoch == 0)
        return QueryBar::tr("wrong at the end");
    return epoch == 1 ? QueryBar::tr("correct after every epoch") : QueryBar::tr("learned in epoch %1").arg(epoch);
}

QString forgottenText(int epoch) {
    return epoch == 0 ? QueryBar::tr("never forgotten") : QueryBar::tr("forgotten in epoch %1").arg(epoch);
}

/// As a condition: only what is wrong has a cause.
QString textFor(Outcome outcome) {
    const bool wrong = std::ranges::find(kErrorCauses, outcome) != kErrorCauses.end();
    return wrong ? QueryBar::tr("cause: %1").arg(nameOf(outcome)) : nameOf(outcome);
}

void choose(QComboBox* box, int value) { box->setCurrentIndex(std::max(0, box->findData(value))); }

} // namespace

QueryBar::QueryBar(QWidget* parent)
    : QWidget(parent)
    , m_verdict(addChoice("queryVerdict", tr("Correct or wrong predictions")))
    , m_label(addChoice("queryLabel", tr("True class")))
    , m_answer(addChoice("queryAnswer", tr("Predicted class")))
    , m_route(addChoice("queryRoute", tr("Route chosen by the gate")))
    , m_routeVerdict(addChoice("queryRouteVerdict", tr("Correct or wrong route")))
    , m_compare(addChoice("queryCompare", tr("Baseline against mixture")))
    , m_outcome(addChoice("queryOutcome", tr("Outcome in the mixture and its cause")))
    , m_epoch(addChoice("queryEpoch", tr("Epoch of the predictions")))
    , m_learned(addChoice("queryLearned", tr("Epoch after which the prediction stays correct")))
    , m_forgotten(addChoice("queryForgotten", tr("Epoch of the last change from correct to wrong")))
    , m_order(addChoice("queryOrder", tr("Order")))
    , m_descending(new QToolButton)
    , m_clear(new QToolButton) {
    const auto fill = [](QComboBox* box, std::initializer_list<std::pair<QString, int>> items) {
        for (const auto& [text, value] : items)
            box->addItem(text, value);
    };
    fill(m_verdict, {{tr("correct and wrong"), int(Verdict::Any)},
                     {tr("correct"), int(Verdict::Right)},
                     {tr("wrong"), int(Verdict::Wrong)}});
    fill(m_routeVerdict, {{tr("any routing"), int(Verdict::Any)},
                          {tr("correct route"), int(Verdict::Right)},
                          {tr("wrong route"), int(Verdict::Wrong)}});
    fill(m_compare, {{tr("baseline or mixture"), int(Compare::Any)},
                     {tr("they disagree"), int(Compare::Disagree)},
                     {tr("fixed by the mixture"), int(Compare::FixedBy)},
                     {tr("broken by the mixture"), int(Compare::BrokenBy)},
                     {tr("both wrong"), int(Compare::BothWrong)}});
    m_outcome->addItem(tr("any outcome"), -1);
    for (int outcome = 0; outcome <= int(Outcome::MisroutedMembers); ++outcome) {
        m_outcome->addItem(textFor(static_cast<Outcome>(outcome)), outcome);
        m_outcome->setItemData(outcome + 1, meaningOf(static_cast<Outcome>(outcome)), Qt::ToolTipRole);
    }
    fill(m_order, {{tr("dataset order"), int(Order::Position)},
                   {tr("by confidence"), int(Order::Confidence)},
                   {tr("by loss"), int(Order::Loss)},
                   {tr("by gate margin"), int(Order::GateMargin)},
                   {tr("by epoch learned"), int(Order::Learned)},
                   {tr("by epoch forgotten"), int(Order::Forgotten)}});
    m_descending->setObjectName(QStringLiteral("queryDescending"));
    m_descending->setAccessibleName(tr("Largest first"));
    m_descending->setToolTip(tr("Largest first"));
    m_descending->setText(QStringLiteral("↓"));
    m_descending->setCheckable(true);
    m_clear->setObjectName(QStringLiteral("queryClear"));
    m_clear->setText(tr("All"));
    m_clear->setToolTip(tr("Show all images"));
    auto* const layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    QWidget* const cells[2][4] = {{m_verdict, m_label, m_answer, m_outcome},
                                  {m_route, m_routeVerdict, m_compare, nullptr}};
    for (int row = 0; row < 2; ++row)
        for (int column = 0; column < 4; ++column)
            if (cells[row][column])
                layout->addWidget(cells[row][column], row, column);
    auto* const epochs = new QHBoxLayout;
    for (QWidget* box : {m_epoch, m_learned, m_forgotten})
        epochs->addWidget(box, 1);
    layout->addLayout(epochs, 2, 0, 1, 4);
    for (int column = 0; column < 4; ++column)
        layout->setColumnStretch(column, 1);
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(m_order, 1);
    buttons->addWidget(m_descending);
    buttons->addWidget(m_clear);
    layout->addLayout(buttons, 1, 3);
    connect(m_descending, &QToolButton::toggled, this, &QueryBar::emitQuery);
    connect(m_clear, &QToolButton::clicked, this, [this] {
        setQuery({});
        emit queryEdited(m_query);
    });
    setNames({}, {});
    setEpochs(0);
}

QComboBox* QueryBar::addChoice(const char* name, const QString& accessibleName) {
    auto* const box = new QComboBox(this);
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(accessibleName);
    box->setToolTip(accessibleName);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(12);
    connect(box, &QComboBox::activated, this, &QueryBar::emitQuery);
    return box;
}

void QueryBar::setNames(const QStringList& answers, const QStringList& groups) {
    if (answers == m_answers && groups == m_groups && m_label->count() > 0)
        return;
    m_answers = answers;
    m_groups = groups;
    fillNames(m_label, tr("any true class"), tr("true class %1"), answers);
    fillNames(m_answer, tr("any prediction"), tr("predicted %1"), answers);
    fillNames(m_route, tr("any route"), tr("routed to %1"), groups);
    setQuery(m_query);
}

void QueryBar::setEpochs(int epochs) {
    if (epochs == m_epochs)
        return;
    m_epochs = epochs;
    fillEpochs(m_epoch, tr("best weights"), {}, tr("after epoch %1"), epochs);
    fillEpochs(m_learned, tr("learned in any epoch"), learnedText(0), tr("learned in epoch %1"), epochs);
    fillEpochs(m_forgotten, tr("forgotten in any epoch"), forgottenText(0), tr("forgotten in epoch %1"), epochs);
    if (const int first = m_learned->findData(1); first >= 0)
        m_learned->setItemText(first, learnedText(1));
    if (const int first = m_forgotten->findData(1); first >= 0)
        m_forgotten->removeItem(first); // nothing was right before it
    for (QComboBox* box : {m_epoch, m_learned, m_forgotten})
        box->setVisible(epochs > 0);
    setQuery(m_query);
}

void QueryBar::setQuery(const ImageQuery& query) {
    m_query = query;
    choose(m_verdict, int(query.verdict));
    choose(m_label, query.label);
    choose(m_answer, query.answer);
    choose(m_route, query.route);
    choose(m_routeVerdict, int(query.routeVerdict));
    choose(m_compare, int(query.compare));
    choose(m_outcome, query.outcome ? int(*query.outcome) : -1);
    choose(m_epoch, query.epoch);
    choose(m_learned, query.learnedAt);
    choose(m_forgotten, query.forgottenAt);
    choose(m_order, int(query.order));
    const QSignalBlocker quiet(m_descending);
    m_descending->setChecked(query.descending);
}

void QueryBar::emitQuery() {
    m_query.verdict = static_cast<Verdict>(m_verdict->currentData().toInt());
    m_query.label = m_label->currentData().toInt();
    m_query.answer = m_answer->currentData().toInt();
    m_query.route = m_route->currentData().toInt();
    m_query.routeVerdict = static_cast<Verdict>(m_routeVerdict->currentData().toInt());
    m_query.compare = static_cast<Compare>(m_compare->currentData().toInt());
    const int outcome = m_outcome->currentData().toInt();
    m_query.outcome = outcome < 0 ? std::nullopt : std::optional(static_cast<Outcome>(outcome));
    m_query.epoch = m_epoch->currentData().toInt();
    m_query.learnedAt = m_learned->currentData().toInt();
    m_query.forgottenAt = m_forgotten->currentData().toInt();
    m_query.order = static_cast<Order>(m_order->currentData().toInt());
    m_query.descending = m_descending->isChecked();
    emit queryEdited(m_query);
}

QString wordsFor(const Selection::Place& place, const Stage& stage, const QStringList& answers,
                 const QStringList& groups) {
    const ImageQuery& query = place.query;
    const QString images = query.verdict == Verdict::Right   ? QueryBar::tr("correct %1 of %2")
                           : query.verdict == Verdict::Wrong ? QueryBar::tr("wrong %1 of %2")
                                                             : QueryBar::tr("%1 of %2");
    QStringList parts = {images.arg(imagesOf(place.part), titleOf(stage))};
    if (query.label >= 0)
        parts << QueryBar::tr("true class %1").arg(inText(answers.value(query.label)));
    if (query.answer >= 0)
        parts << QueryBar::tr("predicted %1").arg(inText(answers.value(query.answer)));
    if (query.route >= 0)
        parts << QueryBar::tr("routed to %1").arg(inText(groups.value(query.route)));
    if (query.routeVerdict != Verdict::Any)
        parts << (query.routeVerdict == Verdict::Right ? QueryBar::tr("correct route")
                                                       : QueryBar::tr("wrong route"));
    const QString compare[] = {{},
                               QueryBar::tr("baseline and mixture disagree"),
                               QueryBar::tr("fixed by the mixture"),
                               QueryBar::tr("broken by the mixture"),
                               QueryBar::tr("both wrong")};
    if (query.compare != Compare::Any)
        parts << compare[int(query.compare)];
    if (query.outcome)
        parts << textFor(*query.outcome);
    if (query.confidence)
        parts << QueryBar::tr("confidence %1 to %2 %")
                     .arg(100 * query.confidence->over, 0, 'f', 0)
                     .arg(100 * query.confidence->upTo, 0, 'f', 0);
    if (query.positions)
        parts << (query.positions->first == query.positions->last
                      ? QueryBar::tr("number %1").arg(query.positions->first)
                      : QueryBar::tr("numbers %1 to %2").arg(query.positions->first).arg(query.positions->last));
    if (query.images)
        parts << QueryBar::tr("among %Ln chosen images", nullptr, static_cast<int>(query.images->size()));
    if (query.epoch >= 0)
        parts << QueryBar::tr("after epoch %1").arg(query.epoch);
    if (query.learnedAt >= 0)
        parts << learnedText(query.learnedAt);
    if (query.forgottenAt >= 0)
        parts << forgottenText(query.forgottenAt);
    const QString order[] = {{},
                             QueryBar::tr("by confidence"),
                             QueryBar::tr("by loss"),
                             QueryBar::tr("by gate margin"),
                             QueryBar::tr("by epoch learned"),
                             QueryBar::tr("by epoch forgotten")};
    if (query.order != Order::Position)
        parts << order[int(query.order)];
    return parts.join(QStringLiteral(", "));
}

} // namespace moelab
