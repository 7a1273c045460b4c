#include "model_choice.h"

#include "plotting/palette.h"
#include "session/session.h"
#include "text/foreign_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kFewestLetters = 10;
constexpr int kMostLetters = 16;

QPixmap swatchOf(const Stage& stage, int size) {
    QPixmap swatch(size, size);
    swatch.fill(memberColour(stage));
    return swatch;
}

} // namespace

ModelChoice::ModelChoice(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_choice(new QComboBox) {
    m_choice->setObjectName(QStringLiteral("modelChoice"));
    m_choice->setAccessibleName(tr("Model that all views show"));
    m_choice->setToolTip(tr("Model that all views show: the mixture, or one of its members"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    fitTitles();
    auto* const label = new QLabel(tr("&Model"));
    label->setBuddy(m_choice);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 0, 2, 0);
    layout->setSpacing(4);
    layout->addWidget(label);
    layout->addWidget(m_choice);
    connect(m_choice, &QComboBox::activated, this,
            [this] { m_session.selection().setStage(m_choice->currentData().toString()); });
    connect(&session, &Session::runChanged, this, &ModelChoice::refresh);
    connect(&session, &Session::stagesChanged, this, &ModelChoice::refresh);
    connect(&session.selection(), &Selection::stageChanged, this, &ModelChoice::refresh);
    refresh();
}

/// Such as "Expert artificial"; of longer ones the list shows the whole.
void ModelChoice::fitTitles() {
    const QFontMetrics letters = m_choice->fontMetrics();
    int widest = 0;
    for (int i = 0; i < m_choice->count(); ++i)
        widest = std::max(widest, letters.horizontalAdvance(m_choice->itemText(i)));
    const int counted = letters.horizontalAdvance(u'X'); // as Qt does, which takes a pixel at each side, too
    m_choice->setMinimumContentsLength(
        std::clamp((widest + 2 + counted - 1) / counted, kFewestLetters, kMostLetters));
}

void ModelChoice::refresh() {
    const std::vector<StageView>& stages = m_session.shownStages();
    const bool same = static_cast<int>(stages.size()) == m_choice->count() &&
                      std::ranges::all_of(stages, [&, i = 0](const StageView& view) mutable {
                          return m_choice->itemData(i++).toString() == view.name();
                      });
    if (!same) {
        m_choice->clear();
        const int swatch = m_choice->fontMetrics().ascent();
        for (const StageView& view : stages)
            m_choice->addItem(swatchOf(view.stage, swatch), inText(titleOf(view.stage)), view.name());
        fitTitles();
    }
    m_choice->setCurrentIndex(m_choice->findData(m_session.selection().stage()));
}

} // namespace moelab
