#include "samples/samples_panel.h"

#include "analysis/learning.h"
#include "base/error.h"
#include "plotting/beside_layout.h"
#include "samples/empty_result.h"
#include "samples/filter_chips.h"
#include "samples/query_bar.h"
#include "samples/sample_grid.h"
#include "samples/search_text.h"
#include "session/session.h"
#include "session/settings.h"
#include "text/foreign_text.h"
#include "text/labels.h"
#include "text/refusal_line.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

namespace moelab {

SamplesPanel::SamplesPanel(Session& session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_heading(new QLabel)
    , m_search(new QLineEdit)
    , m_unread(new RefusalLine(QStringLiteral("samplesSearchProblem")))
    , m_zoom(new QComboBox)
    , m_query(new QueryBar)
    , m_chips(new FilterChips)
    , m_empty(new EmptyResult)
    , m_grid(makeGrid()) {
    m_heading->setObjectName(QStringLiteral("samplesHeading"));
    wrapText(*m_heading);
    makeSearch();
    m_zoom->setObjectName(QStringLiteral("samplesZoom"));
    m_zoom->setAccessibleName(tr("Size of the images"));
    for (const int zoom : {2, 3, 4})
        m_zoom->addItem(tr("%1 px").arg(32 * zoom), zoom);
    layOut();
    setZoom(2);
    connectParts();
    refresh();
}

void SamplesPanel::makeSearch() {
    m_search->setObjectName(QStringLiteral("samplesSearch"));
    m_search->setAccessibleName(tr("Search for images"));
    m_search->setToolTip(tr("Image numbers, correct, wrong, a true class (cat), a predicted class (>dog), a route "
                            "(@natural); Return adds them to the filters"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(m_search->fontMetrics().averageCharWidth() * 20);
}

void SamplesPanel::layOut() {
    auto* const bar = new BesideLayout;
    bar->addWidget(m_search, 1);
    bar->addWidget(m_query);
    bar->addWidget(m_zoom, 0, Qt::AlignLeft);
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(m_unread);
    layout->addWidget(m_chips);
    layout->addWidget(m_heading);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_grid, 1);
}

void SamplesPanel::connectParts() {
    Selection& selection = m_session.selection();
    connect(m_zoom, &QComboBox::activated, this, [this] { setZoom(m_zoom->currentData().toInt()); });
    connect(m_search, &QLineEdit::returnPressed, this, &SamplesPanel::search);
    connect(m_search, &QLineEdit::textChanged, m_unread, [this] { m_unread->say({}); });
    connect(m_query, &QueryBar::queryEdited, &selection, &Selection::setQuery);
    connect(m_chips, &FilterChips::queryEdited, &selection, &Selection::setQuery);
    connect(m_chips, &FilterChips::emptied, m_search, qOverload<>(&QWidget::setFocus));
    connect(m_empty, &EmptyResult::queryEdited, &selection, &Selection::setQuery);
    connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this, [&](const QModelIndex& index) {
        if (index.isValid())
            selection.setImage(index.data(SampleModel::ImageRole).toInt());
    });
    // The current image can be chosen again after a picture of one's own.
    connect(m_grid, &QListView::clicked, this,
            [&](const QModelIndex& index) { selection.setImage(index.data(SampleModel::ImageRole).toInt()); });
    connect(&m_session, &Session::runChanged, m_search, &QLineEdit::clear);
    connect(&m_session, &Session::outputsChanged, this, &SamplesPanel::refresh);
    connect(&m_session, &Session::dataChanged, this, &SamplesPanel::refresh);
    connect(&m_session, &Session::epochAnswersChanged, this, [this] {
        if (m_session.epochAnswers(m_session.selection().stage()) != m_epochAnswers) // else another member's
            refresh();
    });
    connect(&selection, &Selection::choiceChanged, this, &SamplesPanel::refresh);
    connect(&selection, &Selection::imageChanged, this, &SamplesPanel::refreshCurrent);
}

QWidget* SamplesPanel::canvas() { return m_grid; }

QListView* SamplesPanel::makeGrid() {
    auto* const grid = new SampleGrid;
    grid->setObjectName(QStringLiteral("samplesGrid"));
    grid->setAccessibleName(tr("Images"));
    grid->setModel(&m_model);
    grid->setItemDelegate(&m_delegate);
    return grid;
}

void SamplesPanel::restore(const Settings& settings) {
    const int zoom = settings.number(QStringLiteral("images/zoom"), 2, 4, 2);
    m_zoom->setCurrentIndex(m_zoom->findData(zoom));
    setZoom(zoom);
}

void SamplesPanel::save(Settings& settings) const {
    settings.setValue(QStringLiteral("images/zoom"), m_zoom->currentData());
}

void SamplesPanel::setZoom(int zoom) {
    m_delegate.setZoom(zoom);
    sizeTiles();
}

void SamplesPanel::sizeTiles() {
    const QSize tile = m_delegate.cellSize(m_grid->fontMetrics());
    m_grid->setGridSize(tile);
    m_grid->setMinimumHeight(tile.height() + 2 * m_grid->frameWidth());
    m_grid->scrollTo(m_grid->currentIndex());
    m_grid->viewport()->update();
}

void SamplesPanel::refresh() {
    const StageView* const view = m_session.findShown(m_session.selection().stage());
    const auto images = m_session.data();
    const auto outputs = m_session.outputs();
    const bool known = view && images && outputs && isScored(*outputs, view->stage);
    for (QWidget* part : std::initializer_list<QWidget*>{m_query, m_search, m_zoom})
        part->setVisible(known);
    setEmptyState(*m_heading, !known);
    if (!known) {
        m_unread->say({});
        showNothing(view);
        return;
    }
    const ClassGroups& groups = m_session.shownParameters().groups;
    const auto epochs = m_session.epochAnswers(view->name());
    QueryNames names{answerNamesOf(m_session, view->stage), groupNamesOf(m_session), 0};
    SampleModel::Content content{images, scoreMember(*outputs, view->stage, groups), {}, names.answers};
    if (epochs && isOfSameImages(*epochs, content.member))
        names.epochs = static_cast<int>(epochs->epochs());
    const Selection::Place& place = m_session.selection().place();
    const auto found = [&](const ImageQuery& query) {
        return findImages(*outputs, groups, content.member, query, epochs.get());
    };
    content.rows = found(place.query);
    m_epochAnswers = epochs;
    m_search->setPlaceholderText(
        tr("wrong %1 >%2 17-40").arg(inText(names.answers.value(0)), inText(names.answers.value(1))));
    m_query->setNames(names);
    m_query->setQuery(place.query);
    m_chips->showQuery(place.query, names);
    const bool empty = content.rows.empty();
    m_grid->setVisible(!empty);
    m_empty->setVisible(empty);
    if (empty)
        m_empty->showCause(emptyCause(place.query, [&](const ImageQuery& query) { return found(query).size(); }),
                           place.query, names, tr("%1 of %2").arg(imagesOf(place.part), titleOf(view->stage)));
    else if (place.query.epoch > 0)
        content.member = memberAt(*epochs, place.query.epoch);
    m_heading->setText(QStringLiteral("%L1 %2")
                           .arg(content.rows.size())
                           .arg(wordsFor(place, view->stage, names.answers, names.groups, content.rows.size())));
    m_delegate.setNames(content.names);
    m_model.showContent(std::move(content));
    sizeTiles();
    refreshCurrent();
}

void SamplesPanel::showNothing(const StageView* view) {
    for (QWidget* part : std::initializer_list<QWidget*>{m_grid, m_empty, m_chips})
        part->hide();
    m_model.showContent({});
    m_chips->showQuery({}, {});
    m_heading->setText(
        view ? tr("Images. Train the stage %1 to see its prediction for each image.").arg(titleOf(view->stage))
             : QString());
}

/// What is searched for joins the filters; what cannot be read stays in its line.
void SamplesPanel::search() {
    const StageView* const view = m_session.findShown(m_session.selection().stage());
    try {
        const ImageQuery conditions =
            searchFor(m_search->text(), answerNamesOf(m_session, view->stage), groupNamesOf(m_session));
        m_search->clear();
        m_session.selection().setQuery(with(m_session.selection().query(), conditions));
    } catch (const Error& problem) {
        m_unread->say(QString::fromStdString(problem.what()));
    }
}

/// Keeps the chosen image chosen where it is still shown.
void SamplesPanel::refreshCurrent() {
    const int row = m_model.rowOf(m_session.selection().image());
    if (row >= 0 && row != m_grid->currentIndex().row())
        m_grid->setCurrentIndex(m_model.index(row));
}

} // namespace moelab
