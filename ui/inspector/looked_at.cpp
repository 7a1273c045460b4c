#include "inspector/looked_at.h"

#include "inspector/heat_legend.h"
#include "session/session.h"
#include "text/foreign_text.h"
#include "text/labels.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace moelab {
namespace {

/// What a stage's member says on the image's way; empty where it says nothing.
std::vector<float> saidBy(const Stage& stage, const ImageWay& way) {
    if (stage.targets == Targets::Groups)
        return way.gate;
    if (stage.group >= 0)
        return way.ways[static_cast<std::size_t>(stage.group)].expert;
    if (!stage.isMixture)
        return way.baseline;
    return way.route ? way.ways[static_cast<std::size_t>(*way.route)].result : std::vector<float>();
}

std::int64_t largestOf(const std::vector<float>& values) {
    return std::ranges::max_element(values) - values.begin();
}

} // namespace

LookedAt::LookedAt(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_bar(new LookBar)
    , m_legend(new HeatLegend)
    , m_words(new QLabel) {
    m_words->setObjectName(QStringLiteral("lookWords"));
    wrapText(*m_words);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_legend);
    layout->addWidget(m_words);
    connect(m_bar, &LookBar::changed, this, [this] {
        std::erase_if(m_known, [](const Known& known) { return !known.map; }); // choosing again asks again
        refreshChoices();
        refresh();
    });
    connect(m_bar, &LookBar::opacityChanged, this, &LookedAt::pictureChanged);
    connect(&session.selection(), &Selection::stageChanged, m_bar,
            [this] { m_bar->chooseMember(m_session.selection().stage()); });
    connect(&session.heatMaps(), &HeatMaps::made, this,
            [this](int number, const std::shared_ptr<const HeatMap>& map, const QString& problem) {
                if (number != m_number)
                    return; // another picture was chosen meanwhile
                m_number = 0;
                m_known.push_back({m_asked, map, problem});
                refresh();
            });
    hide();
}

void LookedAt::showSubject(Subject subject) {
    if (subject.outputs != m_subject.outputs || subject.picture.pixels != m_subject.picture.pixels) {
        m_known.clear();
        m_number = 0;
    }
    m_subject = std::move(subject);
    refreshChoices();
    refresh();
}

void LookedAt::copyFrom(const LookedAt& other) {
    m_known = other.m_known;
    m_bar->copyFrom(*other.m_bar);
    refreshChoices();
    if (const auto asked = question(); asked && find(*asked))
        refresh();
}

/// The members that can be asked about this picture, and the two answers of the chosen one.
void LookedAt::refreshChoices() {
    QStringList stages;
    QStringList titles;
    for (const StageView& view : m_session.shownStages())
        if (m_subject.outputs && !saidBy(view.stage, m_subject.way).empty()) {
            stages << view.name();
            titles << titleOf(view.stage);
        }
    m_bar->setMembers(stages, titles, m_session.selection().stage());
    const StageView* const view = m_session.findShown(m_bar->stage());
    const auto images = m_session.data();
    if (!view || !images)
        return;
    const ClassGroups& groups = m_session.shownParameters().groups;
    const bool gate = view->stage.targets == Targets::Groups;
    const auto nameOf = [&](std::int64_t answer) {
        return gate ? QString::fromStdString(groups[static_cast<std::size_t>(answer)].name)
                    : images->className(answer);
    };
    const auto& label = m_subject.way.label;
    m_bar->setAnswers(inText(nameOf(largestOf(saidBy(view->stage, m_subject.way)))),
                      label ? inText(nameOf(gate ? groupOf(groups, static_cast<int>(*label)) : *label)) : QString(),
                      gate);
}

std::optional<HeatMapQuestion> LookedAt::question() const {
    const StageView* const view = m_session.findShown(m_bar->stage());
    if (!m_bar->kind() || !view || !m_subject.outputs)
        return std::nullopt;
    HeatMapQuestion asked{*m_bar->kind(), view->stage.name, largestOf(saidBy(view->stage, m_subject.way))};
    if (const auto& label = m_subject.way.label; label && m_bar->asksTruth())
        asked.answer = view->stage.targets == Targets::Groups
                           ? groupOf(m_session.shownParameters().groups, static_cast<int>(*label))
                           : *label;
    return asked;
}

const LookedAt::Known* LookedAt::find(const HeatMapQuestion& question) const {
    const auto known = std::ranges::find(m_known, question, &Known::question);
    return known == m_known.end() ? nullptr : &*known;
}

void LookedAt::refresh() {
    const std::optional<HeatMapQuestion> asked = question();
    setVisible(asked.has_value());
    m_legend->hide();
    if (!asked) {
        m_number = 0;
    } else if (const Known* const known = find(*asked)) {
        show(*known);
    } else if (asked->kind == HeatMapKind::GradCam && m_session.findShown(m_bar->stage())->stage.isMixture) {
        say(tr("The mixture has no last convolution of its own. Choose one of its members, or choose occlusion."));
    } else {
        say(tr("Computing the heat map…"));
        if (m_number == 0 || m_asked != *asked) {
            m_asked = *asked;
            m_number = m_session.heatMaps().ask(*asked, m_subject.picture);
        }
    }
    emit pictureChanged();
}

void LookedAt::show(const Known& known) {
    m_legend->setVisible(known.map != nullptr);
    if (known.map)
        m_legend->showRange(rangeOf(*known.map, known.question.kind), known.question.kind);
    say(known.map ? m_bar->choiceInWords() + QLatin1Char(' ') + wordsFor(*known.map, known.question.kind)
                  : known.problem);
}

QString LookedAt::words() const { return question() ? m_words->text() : QString(); }

void LookedAt::say(const QString& words) { m_words->setText(words); }

QImage LookedAt::over(const QImage& picture) const {
    const std::optional<HeatMapQuestion> asked = question();
    const Known* const known = asked ? find(*asked) : nullptr;
    return known && known->map ? overlaid(picture, *known->map, asked->kind, m_bar->opacity()) : picture;
}

} // namespace moelab
