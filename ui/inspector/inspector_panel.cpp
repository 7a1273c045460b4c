#include "inspector/inspector_panel.h"

#include "analysis/image_way.h"
#include "inspector/learning_view.h"
#include "inspector/looked_at.h"
#include "inspector/own_pictures_strip.h"
#include "inspector/way_view.h"
#include "pictures/picture_file.h"
#include "plotting/csv.h"
#include "plotting/palette.h"
#include "session/session.h"
#include "text/foreign_text.h"
#include "text/labels.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace moelab {
namespace {

constexpr int kPictureZoom = 5;

QString percent(double share) { return QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1); }

/// A sign for right or wrong where the truth is known.
QString signFor(std::int64_t answer, std::optional<std::int64_t> truth) {
    if (!truth)
        return {};
    return answer == *truth ? QStringLiteral("✓ ") : QStringLiteral("✗ ");
}

/// "cat (61.2 %)", with its sign.
QString answerText(const std::vector<float>& values, std::optional<std::int64_t> label,
                   const QStringList& classNames) {
    const auto largest = std::ranges::max_element(values);
    const auto answer = largest - values.begin();
    const float sum = std::accumulate(values.begin(), values.end(), 0.0F);
    return QStringLiteral("%1%2 (%3)")
        .arg(signFor(answer, label), inText(classNames[answer]), percent(*largest / sum));
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
    , m_gate(makeText("inspectorGate"))
    , m_ways(new QVBoxLayout)
    , m_epochsHeading(makeText("inspectorEpochsHeading"))
    , m_epochs(new LearningView) {
    setMinimumWidth(20 * fontMetrics().averageCharWidth()); // its texts wrap at any width
    m_picture->setObjectName(QStringLiteral("inspectorPicture"));
    m_picture->setAccessibleName(tr("Chosen image"));
    auto* const picture = new QHBoxLayout;
    picture->addWidget(m_picture);
    picture->addWidget(&m_look->bar(), 1);
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_own);
    layout->addWidget(m_title);
    layout->addLayout(picture);
    layout->addWidget(m_look);
    layout->addWidget(m_verdict);
    layout->addWidget(m_gate);
    layout->addLayout(m_ways);
    layout->addWidget(m_epochsHeading);
    layout->addWidget(m_epochs);
    layout->addStretch();
    connect(&session, &Session::outputsChanged, this, &InspectorPanel::refresh);
    connect(&session, &Session::dataChanged, this, &InspectorPanel::refresh);
    connect(&session, &Session::epochAnswersChanged, this, &InspectorPanel::showEpochs);
    connect(&session.pictures(), &Pictures::changed, this, &InspectorPanel::refresh);
    connect(&session.selection(), &Selection::imageChanged, this, &InspectorPanel::refresh);
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
                   ? tr("Inspector. Choose an image under Images to see its decision path through the mixture.")
                   : tr("Inspector. Train a stage, then choose an image to see its decision path through the "
                        "mixture.");
    if (const auto pictures = m_session.pictures().shown(); pictures && !pictures->problem.isEmpty())
        return pictures->problem;
    return m_session.outputs() ? tr("Computing the predictions for your pictures…")
                               : tr("Inspector. Train a stage to see the predictions for your pictures.");
}

void InspectorPanel::refresh() {
    for (QWidget* part : m_parts)
        part->deleteLater();
    m_parts.clear();
    showEpochs();
    const std::optional<Subject> inspected = subject();
    for (QWidget* part : std::initializer_list<QWidget*>{m_picture, &m_look->bar(), m_verdict, m_gate})
        part->setVisible(inspected.has_value());
    setBold(*m_title, inspected.has_value());
    if (!inspected) {
        m_title->setToolTip({});
        m_title->setText(hint());
        m_look->showSubject({});
        return;
    }
    const QStringList classNames = classNamesOf(m_session);
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
    m_verdict->setText(verdictText(way, classNames));
    m_gate->setText(gateText(way));
    showWays(way, classNames);
}

void InspectorPanel::refreshPicture() {
    const std::optional<Subject> inspected = subject();
    if (!inspected || inspected->picture.isNull())
        return;
    const QImage picture = m_look->over(inspected->picture);
    m_picture->setPixmap(QPixmap::fromImage(picture.scaled(picture.size() * kPictureZoom)));
    m_picture->setAccessibleDescription(m_look->words());
}

QString InspectorPanel::figureName() const {
    const auto inspected = subject();
    return inspected ? inspected->name : QStringLiteral("image");
}

void InspectorPanel::drawFigure(QCPPainter& painter, const QSize& size) {
    InspectorPanel panel(m_session);
    panel.m_look->copyFrom(*m_look);
    for (QWidget* choices : std::initializer_list<QWidget*>{panel.m_own, &panel.m_look->bar()})
        choices->hide(); // on paper nothing is chosen; the words say whose map it is
    drawWidgetOnPaper(panel, painter, size);
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

QString InspectorPanel::verdictText(const ImageWay& way, const QStringList& classNames) const {
    QStringList lines;
    if (!way.baseline.empty())
        lines << tr("Baseline: %1").arg(answerText(way.baseline, way.label, classNames));
    if (way.route) {
        const RouteWay& taken = way.ways[static_cast<std::size_t>(*way.route)];
        if (!taken.expert.empty())
            lines << tr("Expert: %1").arg(answerText(taken.expert, way.label, classNames));
        if (!taken.result.empty())
            lines << tr("Mixture: %1").arg(answerText(taken.result, way.label, classNames));
    }
    return lines.join(QLatin1Char('\n'));
}

QString InspectorPanel::gateText(const ImageWay& way) const {
    if (!way.route)
        return tr("The gate is not trained: no route is chosen.");
    const ClassGroups& groups = m_session.shownParameters().groups;
    QStringList shares;
    for (std::size_t group = 0; group < way.gate.size(); ++group)
        shares << QStringLiteral("%1 %2").arg(QString::fromStdString(groups[group].name), percent(way.gate[group]));
    std::optional<std::int64_t> own;
    if (way.label)
        own = groupOf(groups, static_cast<int>(*way.label));
    return tr("Gate: %1 → %2%3")
        .arg(shares.join(QStringLiteral(", ")), signFor(*way.route, own),
             QString::fromStdString(groups[static_cast<std::size_t>(*way.route)].name));
}

/// Of the members that were watched on the chosen image while they trained.
void InspectorPanel::showEpochs() {
    const auto images = m_session.data();
    const int image = m_session.selection().image();
    const bool test =
        images && images->part == ImagePart::Test && image >= 0 && m_session.selection().ownPicture() < 0;
    bool setAside = false;
    m_epochs->clear();
    for (const StageView& view : m_session.shownStages()) {
        const auto answers = m_session.epochAnswers(view.name());
        if (!test || !answers || answers->epochs() == 0)
            continue;
        setAside = setAside || !answers->testImages;
        const auto found = std::ranges::lower_bound(answers->images, image);
        if (!answers->testImages || found == answers->images.end() || *found != image)
            continue;
        m_epochs->addMember(titleOf(view.stage), *answers,
                            static_cast<std::size_t>(found - answers->images.begin()),
                            answerNamesOf(m_session, view.stage));
    }
    m_epochs->setVisible(!m_epochs->isEmpty());
    m_epochsHeading->setVisible(setAside || !m_epochs->isEmpty());
    setBold(*m_epochsHeading, !setAside);
    m_epochsHeading->setText(setAside ? tr("The members were validated on held-out training images, so it is not "
                                           "known at which epoch they learned a test image.")
                                      : tr("Over the epochs"));
}

/// The route taken first.
void InspectorPanel::showWays(const ImageWay& way, const QStringList& classNames) {
    const ClassGroups& groups = m_session.shownParameters().groups;
    const std::vector<Stage> stages = stagesOf(groups);
    std::vector<std::size_t> order(way.ways.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {},
                             [&](std::size_t group) { return way.route != static_cast<std::int64_t>(group); });
    for (const std::size_t group : order) {
        const bool taken = way.route == static_cast<std::int64_t>(group);
        auto* const heading =
            new QLabel(taken ? tr("Route taken: %1 (%)").arg(QString::fromStdString(groups[group].name))
                             : tr("Counterfactual route: %1 (%)").arg(QString::fromStdString(groups[group].name)));
        setBold(*heading, taken);
        auto* const view = new WayView;
        view->setObjectName(QStringLiteral("way-") + QString::fromStdString(groups[group].name));
        view->setAccessibleName(heading->text());
        view->showWay(way, group, stages, classNames, taken || !way.route);
        for (QWidget* part : std::initializer_list<QWidget*>{heading, view}) {
            m_ways->addWidget(part);
            m_parts.push_back(part);
        }
    }
}

} // namespace moelab
