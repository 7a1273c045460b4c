#include "confusion/confusion_panel.h"

#include "base/percent.h"
#include "confusion/confused_pairs.h"
#include "confusion/epoch_bar.h"
#include "confusion/member_confusion.h"
#include "plotting/beside_layout.h"
#include "plotting/flow_layout.h"
#include "session/session.h"
#include "session/settings.h"
#include "session/unite_queries.h"
#include "tables/matrix_view.h"
#include "tables/matrix_zoom_bar.h"
#include "text/labels.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

#include <tuple>
#include <utility>

namespace moelab {
namespace {

constexpr int kControlSpace = 6;
constexpr int kMostGroupsBeside = 3; // whose columns have room beside the matrix
const QString kMode = QStringLiteral("confusion/mode");
const QString kOrder = QStringLiteral("confusion/order");

/// A table beside the matrix: as wide as its columns, up to where it would take the matrix's room.
void setUp(QTableView& table) {
    constexpr int kMeasuredRows = 100; // of what may be a thousand
    constexpr int kLeastRows = 4;      // that are seen under the header
    const int letter = table.fontMetrics().averageCharWidth();
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(table.fontMetrics().lineSpacing() + 5);
    table.setMinimumHeight((kLeastRows + 1) * table.verticalHeader()->defaultSectionSize());
    table.horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table.horizontalHeader()->setResizeContentsPrecision(kMeasuredRows);
    table.horizontalHeader()->setMaximumSectionSize(18 * letter);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table.setShowGrid(false);
    table.setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    table.setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    table.setMaximumWidth(60 * letter);
}

QTableView* makeTable(QAbstractItemModel& model, const char* name, const QString& accessibleName) {
    auto* const table = new QTableView;
    table->setObjectName(QLatin1String(name));
    table->setAccessibleName(accessibleName);
    table->setModel(&model);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    setUp(*table);
    return table;
}

} // namespace

ConfusionPanel::ConfusionPanel(Session& session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_heading(new QLabel)
    , m_mode(new QComboBox)
    , m_order(new QComboBox)
    , m_epochs(new EpochBar)
    , m_view(new MatrixView(m_matrix))
    , m_pairs(new ConfusedPairs)
    , m_table(makeTable(m_scores, "classScores", tr("Scores by class")))
    , m_routesTable(makeTable(m_routes, "classRoutes", tr("Routing by class")))
    , m_words(new QLabel) {
    m_heading->setObjectName(QStringLiteral("confusionHeading"));
    wrapText(*m_heading);
    m_view->setObjectName(QStringLiteral("confusionMatrix"));
    m_view->setAccessibleName(tr("Confusion matrix"));
    m_words->setObjectName(QStringLiteral("confusionWords"));
    wrapText(*m_words);
    m_words->setMinimumHeight(2 * m_words->fontMetrics().lineSpacing());
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    setUp(*m_pairs);
    auto* const bar = new FlowLayout;
    bar->setSpacing(kControlSpace);
    fillBar(*bar);
    auto* const centre = new BesideLayout(true); // a matrix that scrolls sideways is no good beside a table
    centre->addWidget(m_view, 1);
    centre->addLayout(makeTables());
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addLayout(bar);
    layout->addWidget(m_epochs);
    layout->addLayout(centre, 1);
    layout->addWidget(m_words);
    connectAll();
    refresh();
}

void ConfusionPanel::fillBar(QLayout& bar) {
    m_mode->setObjectName(QStringLiteral("confusionMode"));
    m_mode->setAccessibleName(tr("Unit of the cells"));
    m_mode->addItem(tr("Images"), int(ConfusionMode::Counts));
    m_mode->addItem(tr("% of the true class (rows)"), int(ConfusionMode::RowShares));
    m_mode->addItem(tr("% of the predicted class (columns)"), int(ConfusionMode::ColumnShares));
    m_order->setObjectName(QStringLiteral("confusionOrder"));
    m_order->setAccessibleName(tr("Order of the classes"));
    m_order->addItem(tr("By class groups"), int(ClassOrder::Groups));
    m_order->addItem(tr("As in the data"), int(ClassOrder::Data));
    m_order->addItem(tr("By confusion"), int(ClassOrder::Confusion));
    m_order->setToolTip(tr("Order of the classes. By confusion, classes stand side by side that are taken for each "
                           "other with the best weights."));
    m_zoom = new MatrixZoomBar(*m_view);
    bar.addWidget(m_mode);
    bar.addWidget(m_order);
    bar.addWidget(m_zoom);
}

QLayout* ConfusionPanel::makeTables() {
    auto* const tables = new QVBoxLayout;
    tables->addWidget(m_pairs, 1);
    tables->addWidget(m_table, 1);
    tables->addWidget(m_routesTable, 2);
    return tables;
}

void ConfusionPanel::connectAll() {
    connect(m_mode, &QComboBox::activated, this, [this] {
        m_wanted = mode();
        refresh();
    });
    connect(m_order, &QComboBox::activated, this, &ConfusionPanel::refresh);
    connect(m_view, &MatrixView::hovered, m_words, &QLabel::setText);
    connect(m_view, &MatrixView::cellsChosen, this, &ConfusionPanel::choose);
    connect(m_view, &MatrixView::cellsOpened, this, &ConfusionPanel::openChosen);
    connect(m_pairs, &ConfusedPairs::pairChosen, this, &ConfusionPanel::choosePair);
    connect(m_pairs, &ConfusedPairs::pairOpened, this, [this](int truth, int predicted) {
        choosePair(truth, predicted);
        openChosen();
    });
    connect(m_epochs, &EpochBar::epochChosen, this, &ConfusionPanel::showMatrix);
    connect(&m_session, &Session::epochAnswersChanged, this, &ConfusionPanel::refresh);
    connect(&m_session, &Session::outputsChanged, this, &ConfusionPanel::refresh);
    connect(&m_session, &Session::dataChanged, this, &ConfusionPanel::refresh);
    connect(&m_session.selection(), &Selection::stageChanged, this, &ConfusionPanel::refresh);
    connect(&m_session.selection(), &Selection::queryChanged, this, &ConfusionPanel::followQuery);
}

Figure& ConfusionPanel::figure() { return m_matrix; }

QWidget* ConfusionPanel::canvas() { return m_view; }

ConfusionMode ConfusionPanel::mode() const { return static_cast<ConfusionMode>(m_mode->currentData().toInt()); }

ClassOrder ConfusionPanel::order() const { return static_cast<ClassOrder>(m_order->currentData().toInt()); }

void ConfusionPanel::refresh() {
    const StageView* const view = m_session.findShown(m_session.selection().stage());
    const auto epochs = view && m_session.data() ? m_session.epochAnswers(view->name()) : nullptr;
    const int count = epochs ? static_cast<int>(epochs->epochs()) : 0;
    const bool scored = view && isScored(m_session, view->stage);
    const bool known = scored || count > 0;
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_mode, m_order, m_zoom, m_view, m_pairs, m_table, m_words})
        part->setVisible(known);
    m_routesTable->setVisible(known && view->stage.targets == Targets::Groups);
    m_epochs->setEpochs(count, scored, view && view->result ? static_cast<int>(view->result->bestEpoch) : 0);
    setEmptyState(*m_heading, !known);
    if (known) {
        showMatrix();
        return;
    }
    m_heading->setText(
        view ? tr("Confusion matrix. Train the stage %1 to see how often each class is taken for another.")
                   .arg(titleOf(view->stage))
             : QString());
}

void ConfusionPanel::showMatrix() {
    const StageView& view = *m_session.findShown(m_session.selection().stage());
    const ConfusionTable table = tableNow(view);
    addDifference(!table.difference.empty());
    m_heading->setText(headingFor(view, table));
    m_matrix.showTable(table, mode());
    m_scores.showTable(table);
    m_table->updateGeometry();
    m_pairs->showTable(table);
    m_pairs->setVisible(!m_pairs->isEmpty());
    m_pairs->updateGeometry();
    if (view.stage.targets == Targets::Groups) {
        m_routes.showRoutes(routesOf(m_session, view.stage, m_epochs->epoch()), classNamesOf(m_session),
                            table.names);
        m_routesTable->setHorizontalScrollBarPolicy(
            table.names.size() > kMostGroupsBeside ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
        m_routesTable->updateGeometry();
    }
    refreshCurrent();
}

/// Sorted by confusion, classes stay where they are while the epochs change.
ConfusionTable ConfusionPanel::tableNow(const StageView& view) const {
    ConfusionTable table = confusionOf(m_session, view.stage, m_epochs->epoch());
    const bool ofBest =
        m_epochs->epoch() < 0 || !isScored(m_session, view.stage) || order() != ClassOrder::Confusion;
    arrange(table, order(), ofBest ? table.matrix : confusionOf(m_session, view.stage).matrix);
    return table;
}

QString ConfusionPanel::headingFor(const StageView& view, const ConfusionTable& table) const {
    const QString heading = scoresFor(view, table.matrix);
    if (table.order.size() == static_cast<std::size_t>(table.names.size()))
        return heading;
    return heading + u' ' + tr("Shown are the classes of its group and those it took them for.");
}

/// Accuracy, and beside it what counts a rare class as much as a frequent one.
QString ConfusionPanel::scoresFor(const StageView& view, const ConfusionMatrix& matrix) const {
    const auto percent = [](double share) { return QString::number(inPercent(share), 'f', 1); };
    const QString scores =
        tr("accuracy %1 %, balanced accuracy %2 %, macro F1 %3 %")
            .arg(percent(matrix.accuracy()), percent(matrix.balancedAccuracy()), percent(matrix.macroF1()));
    const QString title = titleOf(view.stage);
    const QString total = QLocale().toString(static_cast<qlonglong>(matrix.total()));
    const QString epoch = QString::number(m_epochs->epoch());
    if (m_epochs->epoch() < 0)
        return tr("%1: %2 on %3 %4.").arg(title, scores, total, imagesOf(m_session.data()->part));
    if (m_session.epochAnswers(view.name())->ofTestImages())
        return tr("%1 after epoch %2: %3 on %4 test images.").arg(title, epoch, scores, total);
    if (m_session.epochAnswers(view.name())->of == Validation::Own)
        return tr("%1 after epoch %2: %3 on %4 validation images of the data's own. They are no test images, "
                  "so the images of a cell cannot be shown.")
            .arg(title, epoch, scores, total);
    return tr("%1 after epoch %2: %3 on %4 validation images. They are training images that were set aside, so the "
              "images of a cell cannot be shown.")
        .arg(title, epoch, scores, total);
}

/// Whether Images can show those of a cell: they are of the part that is shown, and a trained member's outputs of
/// them are known.
bool ConfusionPanel::isListed() const {
    const StageView* const view = m_session.findShown(m_session.selection().stage());
    if (!view || !isScored(m_session, view->stage))
        return false;
    return m_epochs->epoch() < 0 ||
           (m_session.epochAnswers(view->name())->ofTestImages() && m_session.data()->part == ImagePart::Test);
}

/// Offers the difference where there is one, and shows what was last chosen of what is offered.
void ConfusionPanel::addDifference(bool possible) {
    const int difference = m_mode->findData(int(ConfusionMode::Difference));
    if (!possible && difference >= 0)
        m_mode->removeItem(difference);
    else if (possible && difference < 0)
        m_mode->addItem(tr("Difference to the baseline"), int(ConfusionMode::Difference));
    m_mode->setCurrentIndex(std::max(0, m_mode->findData(int(m_wanted))));
}

void ConfusionPanel::restore(const Settings& settings) {
    m_wanted = static_cast<ConfusionMode>(settings.number(kMode, 0, int(ConfusionMode::Difference), 0));
    m_order->setCurrentIndex(settings.number(kOrder, 0, kClassOrders - 1, 0));
    m_mode->setCurrentIndex(std::max(0, m_mode->findData(int(m_wanted))));
    refresh();
}

void ConfusionPanel::save(Settings& settings) const {
    settings.setValue(kMode, int(m_wanted));
    settings.setValue(kOrder, m_order->currentIndex());
}

/// The slider goes where the images that are looked at now come from; it stays when only their choice changes.
void ConfusionPanel::followQuery() {
    if (const int epoch = m_session.selection().query().epoch; std::exchange(m_queryEpoch, epoch) != epoch)
        m_epochs->chooseEpoch(epoch);
    refreshCurrent();
}

void ConfusionPanel::refreshCurrent() {
    const ImageQuery& query = m_session.selection().query();
    const bool ofEpoch = query.epoch == m_epochs->epoch();
    const auto cells = [](const ImageQuery& each) { return std::tie(each.label, each.answer, each.images); };
    if (ofEpoch && cells(query) == cells(m_chosen) && !m_view->chosen().isEmpty())
        return; // they are marked, though they be several, or the sum of all
    m_chosen = query;
    const bool shown = ofEpoch && (query.label >= 0 || query.answer >= 0);
    m_view->setChosen(shown ? QModelIndexList{m_matrix.cellOf(query.label, query.answer)} : QModelIndexList());
}

ImageQuery ConfusionPanel::queryFor(const QModelIndex& cell) const {
    ImageQuery query;
    query.label = m_matrix.classAt(cell.row());
    query.answer = m_matrix.classAt(cell.column());
    query.epoch = m_epochs->epoch();
    return query;
}

void ConfusionPanel::choose() {
    if (!isListed())
        return;
    std::vector<ImageQuery> queries;
    const QModelIndexList chosen = m_view->chosen();
    for (const QModelIndex& cell : chosen)
        if (m_matrix.hasImages(cell)) // of a million cells, most have none
            queries.push_back(queryFor(cell));
    if (queries.empty() && !chosen.empty())
        queries.push_back(queryFor(chosen.front()));
    if (queries.empty()) {
        queries.emplace_back();
        queries.back().epoch = m_epochs->epoch();
    }
    const QString& stage = m_session.selection().stage();
    m_chosen = uniteQueries(m_session, stage, queries);
    m_session.selection().chooseInPassing(stage, m_chosen);
}

void ConfusionPanel::choosePair(int truth, int predicted) {
    const QModelIndex cell = m_matrix.cellOf(truth, predicted);
    m_view->setChosen({cell});
    m_view->scrollTo(cell);
    m_words->setText(m_matrix.words(cell.row(), cell.column()));
    choose();
}

void ConfusionPanel::openChosen() {
    if (!isListed())
        return;
    choose(); // again: the cells may be marked since before the query was narrowed
    m_session.selection().choose(m_session.selection().stage(), m_chosen);
    emit imagesChosen();
}

} // namespace moelab
