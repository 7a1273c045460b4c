#include "samples/samples_panel.h"

#include "analysis/learning.h"
#include "samples/query_bar.h"
#include "session/session.h"
#include "session/settings.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>

namespace moelab {

SamplesPanel::SamplesPanel(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_heading(new QLabel)
    , m_zoom(new QComboBox)
    , m_query(new QueryBar)
    , m_grid(makeGrid()) {
    m_heading->setObjectName(QStringLiteral("samplesHeading"));
    m_heading->setWordWrap(true);
    m_zoom->setObjectName(QStringLiteral("samplesZoom"));
    m_zoom->setAccessibleName(tr("Size of the images"));
    for (const int zoom : {2, 3, 4})
        m_zoom->addItem(tr("%1x").arg(zoom), zoom);
    auto* const bar = new QHBoxLayout;
    bar->addWidget(m_heading, 1);
    bar->addWidget(m_zoom);
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(m_query);
    layout->addWidget(m_grid, 1);
    setZoom(2);
    Selection& selection = session.selection();
    connect(m_zoom, &QComboBox::activated, this, [this] { setZoom(m_zoom->currentData().toInt()); });
    connect(m_query, &QueryBar::queryEdited, &selection, &Selection::setQuery);
    connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this, [&](const QModelIndex& index) {
        if (index.isValid())
            selection.setImage(index.data(SampleModel::ImageRole).toInt());
    });
    connect(&session, &Session::outputsChanged, this, &SamplesPanel::refresh);
    connect(&session, &Session::dataChanged, this, &SamplesPanel::refresh);
    connect(&session, &Session::epochAnswersChanged, this, [this] {
        if (m_session.epochAnswers(m_session.selection().stage()) != m_epochAnswers) // else another member's
            refresh();
    });
    connect(&selection, &Selection::stageChanged, this, &SamplesPanel::refresh);
    connect(&selection, &Selection::queryChanged, this, &SamplesPanel::refresh);
    connect(&selection, &Selection::imageChanged, this, &SamplesPanel::refreshCurrent);
    refresh();
}

QListView* SamplesPanel::makeGrid() {
    auto* const grid = new QListView;
    grid->setObjectName(QStringLiteral("samplesGrid"));
    grid->setAccessibleName(tr("Test images"));
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

QString SamplesPanel::headingFor(const Stage& stage, int count, const QStringList& names,
                                 const QStringList& groups) const {
    const ImageQuery& query = m_session.selection().query();
    const QString verdict = query.verdict == ImageQuery::Verdict::Right   ? tr("right ")
                            : query.verdict == ImageQuery::Verdict::Wrong ? tr("wrong ")
                                                                          : QString();
    const QString rest = wordsFor(query, names, groups);
    return tr("%L1 %2test images of %3").arg(count).arg(verdict, titleOf(stage)) +
           (rest.isEmpty() ? QString() : QStringLiteral(", ") + rest);
}

void SamplesPanel::refresh() {
    const StageView* const view = m_session.findStage(m_session.selection().stage());
    const auto images = m_session.data();
    const auto outputs = m_session.outputs();
    const bool known = view && images && outputs && isScored(*outputs, view->stage);
    m_query->setVisible(known);
    m_grid->setVisible(known);
    m_zoom->setVisible(known);
    layout()->setAlignment(known ? Qt::Alignment() : Qt::AlignTop);
    if (!known) {
        m_model.showContent({});
        m_heading->setText(view
                               ? tr("Here are the test images with what %1 says of each, once it is trained. Press "
                                    "its button Train on the board.")
                                     .arg(titleOf(view->stage))
                               : QString());
        return;
    }
    QStringList classes;
    for (const std::string& name : images->classNames)
        classes << QString::fromStdString(name);
    QStringList groupNames;
    const ClassGroups& groups = m_session.parameters().groups;
    for (const ClassGroup& group : groups)
        groupNames << QString::fromStdString(group.name);
    const QStringList& names = view->stage.kind == StageKind::Gate ? groupNames : classes;
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
    m_heading->setText(headingFor(view->stage, static_cast<int>(content.rows.size()), names, groupNames));
    m_model.showContent(std::move(content));
    refreshCurrent();
}

/// Keeps the chosen image chosen where it is still shown.
void SamplesPanel::refreshCurrent() {
    const int row = m_model.rowOf(m_session.selection().image());
    if (row >= 0 && row != m_grid->currentIndex().row())
        m_grid->setCurrentIndex(m_model.index(row));
}

} // namespace moelab
