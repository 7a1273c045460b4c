#include "selection_bar.h"

#include "plotting/icons.h"
#include "samples/query_filter.h"
#include "session/session.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QToolButton>

#include <algorithm>

namespace moelab {

SelectionBar::SelectionBar(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_part(new QComboBox)
    , m_back(makeStep("back", tr("&Back"), "back"))
    , m_forward(makeStep("forward", tr("For&ward"), "forward")) {
    m_back->setShortcut(Qt::ALT | Qt::Key_Left);
    m_forward->setShortcut(Qt::ALT | Qt::Key_Right);
    m_part->setObjectName(QStringLiteral("imagePart"));
    m_part->setAccessibleName(tr("Images that all views show"));
    m_part->setToolTip(tr("Images that all views show. The stages were trained on the training images; held-out "
                          "images are training images that no stage was trained on."));
    m_part->addItem(tr("Test images"), int(ImagePart::Test));
    m_part->addItem(tr("Training images"), int(ImagePart::Training));
    m_part->addItem(tr("Held-out images"), int(ImagePart::HeldOut));
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 2, 0);
    layout->setSpacing(2);
    for (QAction* step : {m_back, m_forward}) {
        auto* const button = new QToolButton;
        button->setObjectName(step->objectName() + QStringLiteral("Button"));
        button->setAccessibleName(step->text().remove(u'&'));
        button->setAutoRaise(true);
        button->setDefaultAction(step);
        layout->addWidget(button);
    }
    layout->addWidget(m_part);
    Selection& selection = session.selection();
    connect(m_part, &QComboBox::activated, this,
            [&] { selection.setPart(static_cast<ImagePart>(m_part->currentData().toInt())); });
    connect(m_back, &QAction::triggered, &selection, &Selection::goBack);
    connect(m_forward, &QAction::triggered, &selection, &Selection::goForward);
    connect(&selection, &Selection::historyChanged, this, &SelectionBar::refreshHistory);
    connect(&selection, &Selection::partChanged, this, &SelectionBar::refreshPart);
    connect(&session, &Session::outputsChanged, this, &SelectionBar::refreshPart);
    connect(&session, &Session::stagesChanged, this, &SelectionBar::refreshPart);
    refreshPart();
    refreshHistory();
}

QAction* SelectionBar::makeStep(const char* name, const QString& text, const char* iconName) {
    auto* const action = new QAction(icon(iconName), text, this);
    action->setObjectName(QLatin1String(name));
    return action;
}

void SelectionBar::refreshPart() {
    m_part->setCurrentIndex(m_part->findData(int(m_session.selection().part())));
    const bool trained =
        std::ranges::any_of(m_session.shownStages(), [](const StageView& view) { return view.result.has_value(); });
    m_part->setEnabled(trained && !m_session.training());
}

void SelectionBar::refreshHistory() {
    const Selection& selection = m_session.selection();
    const auto refresh = [this](QAction* action, const Selection::Place* place, const QString& pattern,
                                const QString& none) {
        action->setEnabled(place);
        action->setToolTip(place ? pattern.arg(wordsFor(*place)) : none);
    };
    refresh(m_back, selection.previous(), tr("Back to: %1"), tr("Back to the previous selection"));
    refresh(m_forward, selection.next(), tr("Forward to: %1"), tr("Forward again"));
}

QString SelectionBar::wordsFor(const Selection::Place& place) const {
    const StageView* const view = m_session.findShown(place.stage);
    if (!view)
        return place.stage;
    return moelab::wordsFor(place, view->stage, answerNamesOf(m_session, view->stage), groupNamesOf(m_session));
}

} // namespace moelab
