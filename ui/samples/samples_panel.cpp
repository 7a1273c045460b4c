#include "samples/samples_panel.h"

#include "analysis/learning.h"
#include "base/error.h"
#include "samples/query_bar.h"
#include "samples/search_text.h"
#include "session/session.h"
#include "session/settings.h"
#include "text/labels.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>

namespace moelab {

SamplesPanel::SamplesPanel(Session& session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_heading(new QLabel)
    , m_search(new QLineEdit)
    , m_zoom(new QComboBox)
    , m_query(new QueryBar)
    , m_grid(makeGrid()) {
    m_heading->setObjectName(QStringLiteral("samplesHeading"));
    wrapText(*m_heading);
    m_search->setObjectName(QStringLiteral("samplesSearch"));
    m_search->setAccessibleName(tr("Search for images"));
    m_search->setPlaceholderText(tr("17-40 wrong cat >dog @natural"));
    m_search->setToolTip(tr("Image numbers, correct, wrong, a true class (cat), a predicted class (>dog), a route "
                            "(@natural); then press Enter"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(m_search->fontMetrics().averageCharWidth() * 34);
    m_zoom->setObjectName(QStringLiteral("samplesZoom"));
    m_zoom->setAccessibleName(tr("Size of the images"));
    for (const int zoom : {2, 3, 4})
        m_zoom->addItem(tr("%1x").arg(zoom), zoom);
    auto* const bar = new QHBoxLayout;
    bar->addWidget(m_heading, 1);
    bar->addWidget(m_search);
    bar->addWidget(m_zoom);
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(m_query);
    layout->addWidget(m_grid, 1);
    setZoom(2);
    Selection& selection = session.selection();
    connect(m_zoom, &QComboBox::activated, this, [this] { setZoom(m_zoom->currentData().toInt()); });
    connect(m_search, &QLineEdit::returnPressed, this, &SamplesPanel::search);
    connect(m_query, &QueryBar::queryEdited, &selection, &Selection::setQuery);
    connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this, [&](const QModelIndex& index) {
        if (index.isValid())
            selection.setImage(index.data(SampleModel::ImageRole).toInt());
    });
    // The current image can be chosen again after a picture of one's own.
    connect(m_grid, &QListView::clicked, this,
            [&](const QModelIndex& index) { selection.setImage(index.data(SampleModel::ImageRole).toInt()); });
    connect(&session, &Session::runChanged, m_search, &QLineEdit::clear);
    connect(&session, &Session::outputsChanged, this, &SamplesPanel::refresh);
    connect(&session, &Session::dataChanged, this, &SamplesPanel::refresh);
    connect(&session, &Session::epochAnswersChanged, this, [this] {
        if (m_session.epochAnswers(m_session.selection().stage()) != m_epochAnswers) // else another member's
            refresh();
    });
    connect(&selection, &Selection::choiceChanged, this, &SamplesPanel::refresh);
    connect(&selection, &Selection::imageChanged, this, &SamplesPanel::refreshCurrent);
    refresh();
}

QWidget* SamplesPanel::canvas() { return m_grid; }

QListView* SamplesPanel::makeGrid() {
    auto* const grid = new QListView;
    grid->setObjectName(QStringLiteral("samplesGrid"));
    grid->setAccessibleName(tr("Images"));
    grid->setModel(&m_model);
    grid->setItemDelegate(&m_delegate);
    grid->setFlow(QListView::LeftToRight);
    grid->setWrapping(true);
    grid->setResizeMode(QListView::Adjust);
    grid->setUniformItemSizes(true);
    grid->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
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
    m_grid->setGridSize(m_delegate.cellSize(m_grid->fontMetrics()));
    m_grid->scrollTo(m_grid->currentIndex());
    m_grid->viewport()->update();
}

void SamplesPanel::refresh() {
    const StageView* const view = m_session.findShown(m_session.selection().stage());
    const auto images = m_session.data();
    const auto outputs = m_session.outputs();
    const bool known = view && images && outputs && isScored(*outputs, view->stage);
    m_query->setVisible(known);
    m_grid->setVisible(known);
    m_search->setVisible(known);
    m_zoom->setVisible(known);
    setEmptyState(*m_heading, !known);
    if (!known) {
        m_model.showContent({});
        m_heading->setText(
            view ? tr("Images. Train the stage %1 to see its prediction for each image.").arg(titleOf(view->stage))
                 : QString());
        return;
    }
    const ClassGroups& groups = m_session.shownParameters().groups;
    const QStringList groupNames = groupNamesOf(m_session);
    const QStringList names = answerNamesOf(m_session, view->stage);
    SampleModel::Content content{images, scoreMember(*outputs, view->stage, groups), {}, names};
    const ImageQuery& query = m_session.selection().query();
    const auto epochs = m_session.epochAnswers(view->name());
    content.rows = findImages(*outputs, groups, content.member, query, epochs.get());
    m_query->setEpochs(epochs && isOfSameImages(*epochs, content.member) ? static_cast<int>(epochs->epochs()) : 0);
    if (query.epoch > 0 && !content.rows.empty())
        content.member = memberAt(*epochs, query.epoch);
    m_epochAnswers = epochs;
    m_query->setNames(names, groupNames);
    m_query->setQuery(query);
    m_heading->setText(QStringLiteral("%L1 %2")
                           .arg(content.rows.size())
                           .arg(wordsFor(m_session.selection().place(), view->stage, names, groupNames)));
    m_model.showContent(std::move(content));
    refreshCurrent();
}

void SamplesPanel::search() {
    const StageView* const view = m_session.findShown(m_session.selection().stage());
    try {
        m_session.selection().choose(
            view->name(),
            searchFor(m_search->text(), answerNamesOf(m_session, view->stage), groupNamesOf(m_session)));
    } catch (const Error& problem) {
        emit refused(QString::fromStdString(problem.what()));
    }
}

/// Keeps the chosen image chosen where it is still shown.
void SamplesPanel::refreshCurrent() {
    const int row = m_model.rowOf(m_session.selection().image());
    if (row >= 0 && row != m_grid->currentIndex().row())
        m_grid->setCurrentIndex(m_model.index(row));
}

} // namespace moelab
