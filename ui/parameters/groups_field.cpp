#include "parameters/groups_field.h"

#include "parameters/class_chips.h"
#include "parameters/group_row.h"
#include "tables/choice_popup.h"
#include "text/foreign_text.h"

#include <QEvent>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kSearched = 16;     // more classes than these are searched, not read
constexpr int kMostLines = 26;    // of text; more are scrolled to
constexpr int kScrollEdge = 12;   // pixels from an edge, where a drag scrolls
constexpr std::size_t kLeast = 2; // groups, see checkGroups

int classCountOf(const ClassGroups& groups) {
    int count = 0;
    for (const ClassGroup& group : groups)
        count += static_cast<int>(group.classes.size());
    return count;
}

/// @returns a name that no group has
std::string freshName(const ClassGroups& groups) {
    const auto isTaken = [&](const QString& name) {
        return std::ranges::any_of(groups,
                                   [&](const ClassGroup& group) { return group.name == name.toStdString(); });
    };
    std::size_t number = groups.size() + 1;
    while (isTaken(GroupsField::tr("group %1").arg(number)))
        ++number;
    return GroupsField::tr("group %1").arg(number).toStdString();
}

} // namespace

GroupsField::GroupsField()
    : m_search(new QLineEdit)
    , m_area(new QScrollArea)
    , m_content(new QWidget)
    , m_layout(new QVBoxLayout(m_content))
    , m_add(new QToolButton)
    , m_choice(new ChoicePopup(this)) {
    m_search->setObjectName(QStringLiteral("groupsSearch"));
    m_search->setAccessibleName(tr("Search for a class"));
    m_search->setPlaceholderText(tr("Search for a class"));
    m_search->setClearButtonEnabled(true);
    m_search->hide();
    m_add->setObjectName(QStringLiteral("groupAdd"));
    m_add->setText(tr("+ Group"));
    m_add->setToolTip(tr("Add a class group, which gets an expert of its own"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(3);
    m_content->installEventFilter(this);
    m_area->setObjectName(QStringLiteral("groupsArea"));
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setWidget(m_content);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->addWidget(m_search);
    layout->addWidget(m_area);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_search, &QLineEdit::textChanged, this, &GroupsField::search);
    connect(m_add, &QToolButton::clicked, this, &GroupsField::addGroup);
    connect(m_choice, &ChoicePopup::chosen, this, [this](int group) {
        move(m_chosenFrom, static_cast<std::size_t>(group), m_rows[m_chosenFrom]->chips().chosen());
    });
}

void GroupsField::setClassNames(const QStringList& names) {
    m_classNames = names;
    m_search->setVisible(names.size() > kSearched);
    showDraft(m_draft);
}

void GroupsField::setGroups(const ClassGroups& groups) {
    if (groups != m_draft || isRenaming())
        showDraft(groups);
}

ClassGroups GroupsField::groups() const {
    ClassGroups groups = written();
    checkGroups(groups, std::max(static_cast<int>(m_classNames.size()), classCountOf(groups)));
    return groups;
}

bool GroupsField::isRenaming() const { return written() != m_draft; }

/// With the names that stand in the rows.
ClassGroups GroupsField::written() const {
    ClassGroups groups = m_draft;
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (m_rows[i]->name().isModified())
            groups[i].name =
                m_rows[i]->name().text().trimmed().normalized(QString::NormalizationForm_C).toStdString();
    return groups;
}

void GroupsField::addRow() {
    const std::size_t index = m_rows.size();
    auto* const row = new GroupRow(static_cast<int>(index));
    m_rows.push_back(row);
    m_layout->addWidget(row);
    emit nameAdded(&row->name());
    ClassChips& chips = row->chips();
    connect(row, &GroupRow::renamed, this, [this] { take(written()); });
    connect(row, &GroupRow::removeWanted, this, [this, index] { removeGroup(index); });
    connect(&chips, &ClassChips::moveWanted, this, [this, index](int by) {
        const auto to = static_cast<std::ptrdiff_t>(index) + by;
        if (to >= 0 && to < static_cast<std::ptrdiff_t>(m_draft.size()))
            move(index, static_cast<std::size_t>(to), m_rows[index]->chips().chosen());
    });
    connect(&chips, &ClassChips::choiceWanted, this, [this, index] { openChoice(index); });
    connect(&chips, &ClassChips::dragged, this, &GroupsField::dragTo);
    connect(&chips, &ClassChips::dragCancelled, this, &GroupsField::endDrag);
    connect(&chips, &ClassChips::dropped, this, [this, index](const QPoint& place) {
        endDrag();
        if (const int to = rowAt(place); to >= 0)
            move(index, static_cast<std::size_t>(to), m_rows[index]->chips().chosen());
    });
}

void GroupsField::showDraft(const ClassGroups& draft) {
    m_draft = draft;
    while (m_rows.size() < draft.size())
        addRow();
    while (m_rows.size() > draft.size()) {
        GroupRow* const row = m_rows.back();
        m_rows.pop_back();
        m_layout->removeWidget(row);
        row->hide();
        row->setParent(nullptr);
        row->deleteLater(); // it may be the one whose button was clicked
    }
    for (std::size_t i = 0; i < draft.size(); ++i)
        m_rows[i]->showGroup(draft[i], m_classNames, draft.size() > kLeast);
    search(m_search->text());
    setFocusProxy(m_rows.empty() ? nullptr : &m_rows.front()->chips());
    fitHeight();
}

void GroupsField::take(const ClassGroups& draft) {
    showDraft(draft);
    emit edited();
}

void GroupsField::search(const QString& text) {
    for (GroupRow* row : m_rows)
        row->chips().search(text.trimmed());
}

void GroupsField::addGroup() {
    ClassGroups draft = written();
    draft.push_back({freshName(draft), {}});
    take(draft);
    m_rows.back()->name().setFocus();
    m_rows.back()->name().selectAll();
    m_area->ensureWidgetVisible(m_rows.back());
}

void GroupsField::removeGroup(std::size_t index) {
    ClassGroups draft = written();
    const std::vector<int> classes = draft[index].classes;
    draft.erase(draft.begin() + static_cast<std::ptrdiff_t>(index));
    std::vector<int>& beside = draft[std::min(index, draft.size() - 1)].classes;
    beside.insert(beside.end(), classes.begin(), classes.end());
    std::ranges::sort(beside);
    take(draft);
}

void GroupsField::move(std::size_t from, std::size_t to, const std::vector<int>& classes) {
    if (from == to || classes.empty())
        return;
    ClassGroups draft = written();
    std::erase_if(draft[from].classes, [&](int cls) { return std::ranges::find(classes, cls) != classes.end(); });
    std::vector<int>& target = draft[to].classes;
    target.insert(target.end(), classes.begin(), classes.end());
    std::ranges::sort(target);
    take(draft);
    m_rows[to]->chips().choose(classes);
    m_rows[to]->chips().setFocus();
    m_area->ensureWidgetVisible(m_rows[to]);
}

void GroupsField::openChoice(std::size_t from) {
    m_chosenFrom = from;
    QStringList names;
    for (const ClassGroup& group : m_draft)
        names << inText(QString::fromStdString(group.name));
    m_choice->open(m_rows[from]->chips(), tr("Move to the group"), names);
}

/// @returns the row below a point of the screen, or -1
int GroupsField::rowAt(const QPoint& place) const {
    const QWidget& shown = *m_area->viewport();
    if (!shown.rect().contains(shown.mapFromGlobal(place)))
        return -1;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i]->rect().contains(m_rows[i]->mapFromGlobal(place)))
            return static_cast<int>(i);
    return -1;
}

void GroupsField::dragTo(const QPoint& place) {
    const int y = m_area->viewport()->mapFromGlobal(place).y();
    QScrollBar* const bar = m_area->verticalScrollBar();
    if (y < kScrollEdge)
        bar->setValue(bar->value() - kScrollEdge);
    else if (y > m_area->viewport()->height() - kScrollEdge)
        bar->setValue(bar->value() + kScrollEdge);
    const int target = rowAt(place);
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setTarget(static_cast<int>(i) == target);
}

void GroupsField::endDrag() {
    for (GroupRow* row : m_rows)
        row->setTarget(false);
}

bool GroupsField::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_content && event->type() == QEvent::LayoutRequest)
        fitHeight();
    return QWidget::eventFilter(watched, event);
}

/// As high as its rows, as far as that leaves room for other parameters.
void GroupsField::fitHeight() {
    const int most = kMostLines * fontMetrics().lineSpacing();
    m_area->setFixedHeight(std::min(m_layout->sizeHint().height(), most));
}

} // namespace moelab
