#include "outdated_bar.h"

#include "plotting/beside_layout.h"
#include "plotting/flow_layout.h"
#include "session/session.h"
#include "text/labels.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace moelab {
namespace {

QStringList namesOf(const std::vector<StageView>& stages) {
    QStringList names;
    for (const StageView& view : stages)
        names << view.name();
    return names;
}

/// What can be done, in one line if that has room.
class Choices : public QWidget {
  public:
    Choices() {
        auto* const line = new FlowLayout(this);
        line->setSpacing(kSpace);
    }
    QSize sizeHint() const override {
        QSize all(-kSpace, 0);
        for (int i = 0; i < layout()->count(); ++i) {
            const QSize choice = layout()->itemAt(i)->sizeHint();
            all = QSize(all.width() + kSpace + choice.width(), std::max(all.height(), choice.height()));
        }
        return all;
    }

  private:
    static constexpr int kSpace = 6;
};

constexpr int kWordsLetters = 30; // of what it says, beside the choices

} // namespace

OutdatedBar::OutdatedBar(Session& session, QWidget* parent)
    : QFrame(parent)
    , m_session(session)
    , m_words(new QLabel)
    , m_choices(new Choices) {
    setObjectName(QStringLiteral("outdatedBar"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);
    m_words->setObjectName(QStringLiteral("outdatedWords"));
    m_words->setForegroundRole(QPalette::ToolTipText);
    wrapText(*m_words);
    m_words->setMinimumWidth(kWordsLetters * fontMetrics().averageCharWidth());
    auto* const layout = new BesideLayout;
    layout->addWidget(m_words, 1);
    layout->addWidget(m_choices);
    auto* const around = new QVBoxLayout(this);
    around->setContentsMargins(6, 2, 2, 2);
    around->addLayout(layout);
    m_undo = addChoice("outdatedUndo", tr("Undo"), tr("Go back to the parameters of the results that are shown"));
    m_asNewRun =
        addChoice("outdatedNewRun", tr("Train as a new run"),
                  tr("Keep this run as it was trained, and train another with the changed parameters. What "
                     "the change leaves as it is need not be trained again."));
    m_here =
        addChoice("outdatedHere", tr("Train again here"),
                  tr("Train the stages that are out of date in this run. The present results are replaced when "
                     "that has finished."));
    connect(m_undo, &QPushButton::clicked, this, &OutdatedBar::undoWanted);
    connect(m_asNewRun, &QPushButton::clicked, this,
            [this] { m_session.trainer().trainAsNewRun(namesOf(m_session.stages())); });
    connect(m_here, &QPushButton::clicked, this,
            [this] { m_session.trainer().retrain(namesOf(m_session.stages())); });
    connect(&session, &Session::runChanged, this, &OutdatedBar::refresh);
    connect(&session, &Session::stagesChanged, this, &OutdatedBar::refresh);
    connect(&session, &Session::parametersChanged, this, &OutdatedBar::refresh);
    refresh();
}

QPushButton* OutdatedBar::addChoice(const char* name, const QString& text, const QString& help) {
    auto* const button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(help);
    button->setAutoDefault(false);
    m_choices->layout()->addWidget(button);
    connect(button, &QPushButton::clicked, this, &OutdatedBar::answered);
    return button;
}

void OutdatedBar::refresh() {
    const int stages = m_session.outdatedStages();
    const bool training = m_session.training();
    setVisible(stages > 0);
    for (QPushButton* choice : {m_undo, m_asNewRun, m_here})
        choice->setVisible(!training);
    m_undo->setEnabled(!m_session.readOnly());
    m_here->setEnabled(!m_session.readOnly());
    if (training)
        m_words->setText(tr("Training with changed parameters. The views show the results from before."));
    else
        m_words->setText(
            stages == 1 ? tr("Parameters changed: 1 stage is out of date. The views show the results from before.")
                        : tr("Parameters changed: %Ln stages are out of date. The views show the results from "
                             "before.",
                             nullptr, stages));
}

} // namespace moelab
