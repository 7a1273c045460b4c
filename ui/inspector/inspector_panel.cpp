#include "inspector/inspector_panel.h"

#include "analysis/image_way.h"
#include "base/percent.h"
#include "inspector/decision_path.h"
#include "inspector/leading_classes.h"
#include "inspector/learning_view.h"
#include "inspector/looked_at.h"
#include "inspector/own_pictures_strip.h"
#include "inspector/prediction_bars.h"
#include "inspector/verdict_words.h"
#include "pictures/picture_file.h"
#include "pictures/shown_picture.h"
#include "plotting/beside_layout.h"
#include "plotting/csv.h"
#include "plotting/palette.h"
#include "session/session.h"
#include "text/foreign_text.h"
#include "text/labels.h"

#include <QFileInfo>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace moelab {
namespace {

constexpr int kPictureSide = 160;
constexpr std::size_t kMostClasses = 10; // more are shown on request

/// Its sign only where the true class is known.
PredictionBars::Member memberOf(const Stage& stage, std::vector<float> shares, const ImageWay& way,
                                const QStringList& classNames) {
    const auto answer = std::ranges::max_element(shares) - shares.begin();
    const QString sign = !way.label             ? QString()
                         : answer == *way.label ? QStringLiteral("✓ ")
                                                : QStringLiteral("✗ ");
    return {titleOf(stage), sign, inText(classNames[answer]), memberColour(stage), std::move(shares)};
}

/// Baseline, expert of the route, mixture: those that are trained.
std::vector<PredictionBars::Member> membersOf(const ImageWay& way, const std::vector<Stage>& stages,
                                              const QStringList& classNames) {
    std::vector<PredictionBars::Member> members;
    const auto add = [&](const Stage& stage, std::vector<float> shares) {
        if (!shares.empty())
            members.push_back(memberOf(stage, std::move(shares), way, classNames));
    };
    add(referenceOf(stages), way.baseline);
    if (way.route)
        add(*std::ranges::find(stages, static_cast<int>(*way.route), &Stage::group), expertShares(way));
    add(mixtureOf(stages), mixtureShares(way));
    return members;
}

ImageSet setOf(const QImage& picture) {
    ImageSet set{picture.height(), picture.width(), picture.depth() / 8, {}, {}};
    appendPicture(set, picture);
    return set;
}

QLabel* makeText(const char* name) {
    auto* const label = new QLabel;
    label->setObjectName(QLatin1String(name));
    wrapText(*label);
    return label;
}

} // namespace

InspectorPanel::InspectorPanel(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_own(new OwnPicturesStrip(session))
    , m_picture(new QLabel)
    , m_title(makeText("inspectorTitle"))
    , m_look(new LookedAt(session))
    , m_verdict(makeText("inspectorVerdict"))
    , m_bars(new PredictionBars)
    , m_all(new QToolButton)
    , m_path(new DecisionPath)
    , m_epochsHeading(makeText("inspectorEpochsHeading"))
    , m_epochs(new LearningView) {
    setMinimumWidth(20 * fontMetrics().averageCharWidth()); // its texts wrap at any width
    m_picture->setObjectName(QStringLiteral("inspectorPicture"));
    m_picture->setAccessibleName(tr("Chosen image"));
    m_all->setObjectName(QStringLiteral("inspectorAllClasses"));
    m_all->setAccessibleName(tr("Show all classes"));
    m_all->setCheckable(true);
    m_all->setAutoRaise(true);
    auto* const picture = new BesideLayout;
    picture->addWidget(m_picture);
    picture->addWidget(&m_look->bar(), 1);
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_own);
    layout->addWidget(m_title);
    layout->addWidget(m_verdict);
    layout->addLayout(picture);
    layout->addWidget(m_look);
    layout->addWidget(m_bars);
    layout->addWidget(m_all, 0, Qt::AlignLeft);
    layout->addWidget(m_path);
    layout->addWidget(m_epochsHeading);
    layout->addWidget(m_epochs);
    layout->addStretch();
    connect(&session, &Session::outputsChanged, this, &InspectorPanel::refresh);
    connect(&session, &Session::dataChanged, this, &InspectorPanel::refresh);
    connect(&session, &Session::epochAnswersChanged, this, &InspectorPanel::showEpochs);
    connect(&session.pictures(), &Pictures::changed, this, &InspectorPanel::refresh);
    connect(&session.selection(), &Selection::imageChanged, this, &InspectorPanel::refresh);
    connect(m_all, &QToolButton::toggled, this, &InspectorPanel::showWay);
    connect(m_look, &LookedAt::pictureChanged, this, &InspectorPanel::refreshPicture);
    refresh();
}

/// Empty where nothing is chosen, or what is chosen was not asked about yet.
std::optional<InspectorPanel::Subject> InspectorPanel::subject() const {
    const Selection& selection = m_session.selection();
    const auto images = m_session.data();
    if (!images)
        return std::nullopt;
    if (const int own = selection.ownPicture(); own >= 0) {
        const auto pictures = m_session.pictures().shown();
        if (!pictures || !pictures->outputs || own >= pictures->files.size())
            return std::nullopt;
        const QString& file = pictures->files[own];
        return Subject{pictures->outputs, own, pictureOf(pictures->set, static_cast<std::size_t>(own)),
                       inText(file), QStringLiteral("picture-") + QFileInfo(file).completeBaseName()};
    }
    const auto outputs = m_session.outputs();
    const int image = selection.image();
    if (!outputs || image < 0 || image >= outputs->images)
        return std::nullopt;
    const std::int64_t label = outputs->labels[static_cast<std::size_t>(image)];
    return Subject{outputs, image, images->picture(static_cast<std::size_t>(image)),
                   QStringLiteral("%1: %2").arg(imageTitle(images->part, image), inText(images->className(label))),
                   QStringLiteral("image-%1").arg(image)};
}

/// What stands here instead of a subject.
QString InspectorPanel::hint() const {
    if (m_session.selection().ownPicture() < 0)
        return m_session.outputs()
                   ? tr("Inspector. Choose an image under Images to see what was predicted, how it was routed, the "
                        "confidences of baseline, expert and mixture, and its decision path.")
                   : tr("Inspector. Train a stage, then choose an image to see what was predicted, how it was "
                        "routed, and its decision path through the mixture.");
    if (const auto pictures = m_session.pictures().shown(); pictures && !pictures->problem.isEmpty())
        return pictures->problem;
    return m_session.outputs() ? tr("Computing the predictions for your pictures…")
                               : tr("Inspector. Train a stage to see the predictions for your pictures.");
}

void InspectorPanel::refresh() {
    showEpochs();
    const std::optional<Subject> inspected = subject();
    for (QWidget* part : std::initializer_list<QWidget*>{m_picture, &m_look->bar(), m_verdict, m_bars, m_path})
        part->setVisible(inspected.has_value());
    setBold(*m_title, inspected.has_value());
    if (!inspected) {
        m_title->setToolTip({});
        m_title->setText(hint());
        m_look->showSubject({});
        m_all->hide();
        return;
    }
    const ImageWay way = wayOf(*inspected->outputs, inspected->image);
    m_title->setText(inspected->title);
    m_title->setToolTip(inspected->title);
    const bool pictured = !inspected->picture.isNull();
    m_picture->setVisible(pictured);
    m_look->bar().setVisible(pictured);
    if (pictured)
        m_look->showSubject({setOf(inspected->picture), way, inspected->outputs}); // draws the picture
    else
        m_look->showSubject({});
    m_verdict->setText(whatHappened(way, m_session.shownParameters().groups, classNamesOf(m_session)));
    showWay();
}

/// Of many classes only the leading ones, until a person asks for all.
void InspectorPanel::showWay() {
    const std::optional<Subject> inspected = subject();
    if (!inspected)
        return;
    const QStringList classNames = classNamesOf(m_session);
    const auto classes = static_cast<std::size_t>(classNames.size());
    const ClassGroups& groups = m_session.shownParameters().groups;
    const ImageWay way = wayOf(*inspected->outputs, inspected->image);
    m_all->setVisible(classes > kMostClasses);
    m_all->setText(m_all->isChecked() ? tr("Show the first %n classes only", nullptr, int(kMostClasses))
                                      : tr("Show all %n classes", nullptr, static_cast<int>(classes)));
    const std::vector<std::size_t> rows = leadingClasses(way, classes, m_all->isChecked() ? classes : kMostClasses);
    m_bars->showMembers(membersOf(way, stagesOf(groups), classNames), classNames, rows,
                        way.label ? std::optional(static_cast<std::size_t>(*way.label)) : std::nullopt);
    m_path->showWay(way, groups, classNames, rows);
}

void InspectorPanel::refreshPicture() {
    const std::optional<Subject> inspected = subject();
    if (!inspected || inspected->picture.isNull())
        return;
    const QImage picture = m_look->over(inspected->picture);
    m_picture->setPixmap(QPixmap::fromImage(shownIn(kPictureSide, picture)));
    m_picture->setAccessibleDescription(m_look->words());
}

QString InspectorPanel::figureName() const {
    const auto inspected = subject();
    return inspected ? inspected->name : QStringLiteral("image");
}

/// The same without what chooses; the words say whose map it is.
std::unique_ptr<InspectorPanel> InspectorPanel::onPaper() const {
    auto panel = std::make_unique<InspectorPanel>(m_session);
    panel->m_look->copyFrom(*m_look);
    panel->m_path->unfoldLike(*m_path);
    panel->m_path->unfold(); // nobody can do that on paper
    panel->m_all->setChecked(m_all->isChecked());
    for (QWidget* choices : std::initializer_list<QWidget*>{panel->m_own, &panel->m_look->bar(), panel->m_all})
        choices->hide();
    return panel;
}

void InspectorPanel::drawFigure(QCPPainter& painter, const QSize& size) {
    drawWidgetOnPaper(*onPaper(), painter, size);
}

int InspectorPanel::figureHeight(int width, const QFont& font) const {
    return heightOnPaper(*onPaper(), width, font);
}

QString InspectorPanel::figureCsv() const {
    const Subject inspected = subject().value();
    const ImageWay way = wayOf(*inspected.outputs, inspected.image);
    QString csv = csvLine({QStringLiteral("route"), QStringLiteral("chosen"), QStringLiteral("class"),
                           QStringLiteral("right"), QStringLiteral("baseline"), QStringLiteral("baseline_weight"),
                           QStringLiteral("expert"), QStringLiteral("expert_weight"), QStringLiteral("mixture")});
    const auto cell = [](const std::vector<float>& values, std::size_t cls) {
        return values.empty() ? QString() : nineDigits(static_cast<double>(values[cls]));
    };
    const auto& names = m_session.data()->classNames;
    for (std::size_t group = 0; group < way.ways.size(); ++group)
        for (std::size_t cls = 0; cls < names.size(); ++cls) {
            const RouteWay& route = way.ways[group];
            csv +=
                csvLine({QString::fromStdString(m_session.shownParameters().groups[group].name),
                         QString::number(int(way.route == static_cast<std::int64_t>(group))),
                         QString::fromStdString(names[cls]),
                         way.label ? QString::number(int(*way.label == static_cast<std::int64_t>(cls))) : QString(),
                         cell(way.baseline, cls), cell(route.baselineWeight, cls), cell(route.expert, cls),
                         cell(route.expertWeight, cls), cell(route.result, cls)});
        }
    return csv;
}

/// Of the members that were watched on the chosen image while they trained.
void InspectorPanel::showEpochs() {
    const auto images = m_session.data();
    const int image = m_session.selection().image();
    const bool test =
        images && images->part == ImagePart::Test && image >= 0 && m_session.selection().ownPicture() < 0;
    bool setAside = false;
    bool own = false;
    m_epochs->clear();
    for (const StageView& view : m_session.shownStages()) {
        const auto answers = m_session.epochAnswers(view.name());
        if (!test || !answers || answers->epochs() == 0)
            continue;
        setAside = setAside || !answers->ofTestImages();
        own = own || answers->of == Validation::Own;
        const auto found = std::ranges::lower_bound(answers->images, image);
        if (!answers->ofTestImages() || found == answers->images.end() || *found != image)
            continue;
        m_epochs->addMember(titleOf(view.stage), *answers,
                            static_cast<std::size_t>(found - answers->images.begin()),
                            answerNamesOf(m_session, view.stage));
    }
    m_epochs->setVisible(!m_epochs->isEmpty());
    m_epochsHeading->setVisible(setAside || !m_epochs->isEmpty());
    setBold(*m_epochsHeading, !setAside);
    m_epochsHeading->setText(own ? tr("The members were validated on the data's own validation images, so it is "
                                      "not known at which epoch they learned a test image.")
                             : setAside ? tr("The members were validated on held-out training images, so it is not "
                                             "known at which epoch they learned a test image.")
                                        : tr("Over the epochs"));
}

} // namespace moelab
