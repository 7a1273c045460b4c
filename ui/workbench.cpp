#include "workbench.h"

#include "model_choice.h"
#include "plotting/icons.h"
#include "scroll_areas.h"
#include "session/session.h"
#include "stages/stage_board.h"
#include "veil.h"
#include "view_table.h"

#include <QKeyEvent>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace moelab {
namespace {

// Of the height.
constexpr double kMostFolded = 0.25;
constexpr double kMostWhole = 0.55;

constexpr int kViewLines = 28; // of text, as high as a view with its tab and plots that can be read

} // namespace

Workbench::Workbench(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_board(new StageBoard(session))
    , m_boardArea(new BoardArea(m_board))
    , m_bars(new QVBoxLayout)
    , m_tabs(new QTabWidget)
    , m_model(new ModelChoice(session)) {
    setObjectName(QStringLiteral("workbench"));
    m_tabs->setObjectName(QStringLiteral("views"));
    auto* const veil = new Veil(session, m_tabs->findChild<QStackedWidget*>());
    veil->setObjectName(QStringLiteral("outdatedVeil"));
    m_boardArea->setObjectName(QStringLiteral("stageBoardArea"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setElideMode(Qt::ElideNone);     // they scroll where they have no room
    m_tabs->tabBar()->setFocusPolicy(Qt::StrongFocus); // from a tab that was clicked, keys go on
    m_tabs->tabBar()->installEventFilter(this);
    addViews(session);
    placeModel(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_boardArea);
    layout->addLayout(m_bars);
    layout->addWidget(m_tabs, 1);
    connect(&session.selection(), &Selection::stageChanged, this, &Workbench::seeChosenStage);
    connect(m_board, &StageBoard::folded, this, &Workbench::shareHeight);
    connect(m_board, &StageBoard::layersWanted, this, [this] { showView(QLatin1String(kLayersView)); });
}

void Workbench::addViews(Session& session) {
    for (const ViewRow& row : viewTable()) {
        View* const view = row.make(session);
        view->setObjectName(QLatin1String(row.name));
        auto* const area = new ViewArea(view);
        area->setObjectName(QLatin1String(row.name) + QStringLiteral("Area"));
        const int tab = m_tabs->addTab(area, icon(row.icon), translatedTitle(row.title));
        m_tabs->setTabToolTip(tab, translatedTitle(row.question));
        m_tabs->setTabWhatsThis(tab, translatedTitle(row.question));
        m_views.push_back(view);
    }
}

View& Workbench::shownView() const { return *m_views[static_cast<std::size_t>(m_tabs->currentIndex())]; }

void Workbench::showView(const QString& name) {
    const auto found = std::ranges::find(m_views, name, &View::objectName);
    if (found != m_views.end())
        m_tabs->setCurrentIndex(static_cast<int>(found - m_views.begin()));
}

void Workbench::addBar(QWidget* bar) { m_bars->addWidget(bar); }

void Workbench::setBoardAway(bool away) { m_boardArea->setVisible(!away); }

void Workbench::seeChosenStage() {
    if (auto* const card = m_board->findChild<QWidget*>(QStringLiteral("card-") + m_session.selection().stage()))
        m_boardArea->ensureWidgetVisible(card, 0, 0);
}

void Workbench::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    shareHeight();
    fitTabs();
}

/// They have icons where all of them have room so, and the choice of the model beside them where none is hidden by
/// it.
void Workbench::fitTabs() {
    constexpr int kBesideIcon = 4; // as QTabBar has it
    const int icons = m_tabs->count() * (m_tabs->iconSize().width() + kBesideIcon);
    const bool shown = !m_tabs->tabIcon(0).isNull();
    const int bare = m_tabs->tabBar()->sizeHint().width() - (shown ? icons : 0) + m_model->sizeHint().width();
    placeModel(bare <= width());
    const bool fit = bare + icons <= width();
    if (fit == shown)
        return;
    for (int tab = 0; tab < m_tabs->count(); ++tab)
        m_tabs->setTabIcon(tab, fit ? icon(viewTable()[static_cast<std::size_t>(tab)].icon) : QIcon());
}

/// Else it stands in a line over them.
void Workbench::placeModel(bool besideTabs) {
    if (besideTabs == (m_tabs->cornerWidget() == m_model))
        return;
    m_bars->removeWidget(m_model);
    m_tabs->setCornerWidget(besideTabs ? m_model : nullptr);
    if (!besideTabs)
        m_bars->addWidget(m_model, 0, Qt::AlignRight);
    m_model->show();
}

void Workbench::shareHeight() {
    m_board->setRoom({width(), qRound(kMostWhole * height())}, height() - kViewLines * fontMetrics().lineSpacing());
    m_boardArea->setMost(qRound((m_board->isFolded() ? kMostFolded : kMostWhole) * height()));
    QTimer::singleShot(0, this, &Workbench::seeChosenStage); // once laid out
}

/// From a tab the keyboard goes down into its view.
bool Workbench::eventFilter(QObject* watched, QEvent* event) {
    const bool down = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down;
    QWidget* const canvas = down ? shownView().canvas() : nullptr;
    if (!canvas || !canvas->isVisible())
        return QWidget::eventFilter(watched, event);
    canvas->setFocus(Qt::TabFocusReason);
    return true;
}

} // namespace moelab
