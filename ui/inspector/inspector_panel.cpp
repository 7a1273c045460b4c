#include "inspector/inspector_panel.h"

#include "analysis/image_way.h"
#include "inspector/learning_view.h"
#include "inspector/way_view.h"
#include "plotting/csv.h"
#include "plotting/palette.h"
#include "session/session.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace moelab {
namespace {

constexpr int kZoom = 5;

QString percent(double share) { return QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1); }

/// "cat 61.2 %", with a sign for right or wrong.
QString answerText(const std::vector<float>& values, std::int64_t label, const QStringList& classNames) {
    const auto largest = std::ranges::max_element(values);
    const auto answer = largest - values.begin();
    const float sum = std::accumulate(values.begin(), values.end(), 0.0F);
    return QStringLiteral("%1 %2 (%3)")
        .arg(answer == label ? QStringLiteral("✓") : QStringLiteral("✗"), classNames[answer],
             percent(*largest / sum));
}

QLabel* makeText(const char* name) {
    auto* const label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    return label;
}

} // namespace

InspectorPanel::InspectorPanel(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_picture(new QLabel)
    , m_title(makeText("inspectorTitle"))
    , m_verdict(makeText("inspectorVerdict"))
    , m_gate(makeText("inspectorGate"))
    , m_ways(new QVBoxLayout)
    , m_epochsHeading(makeText("inspectorEpochsHeading"))
    , m_epochs(new LearningView) {
    m_picture->setObjectName(QStringLiteral("inspectorPicture"));
    m_picture->setAccessibleName(tr("The chosen image"));
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_title);
    layout->addWidget(m_picture);
    layout->addWidget(m_verdict);
    layout->addWidget(m_gate);
    layout->addLayout(m_ways);
    layout->addWidget(m_epochsHeading);
    layout->addWidget(m_epochs);
    layout->addStretch();
    connect(&session, &Session::outputsChanged, this, &InspectorPanel::refresh);
    connect(&session, &Session::dataChanged, this, &InspectorPanel::refresh);
    connect(&session, &Session::epochAnswersChanged, this, &InspectorPanel::showEpochs);
    connect(&session.selection(), &Selection::imageChanged, this, &InspectorPanel::refresh);
    refresh();
}

void InspectorPanel::refresh() {
    for (QWidget* part : m_parts)
        part->deleteLater();
    m_parts.clear();
    showEpochs();
    const int image = m_session.selection().image();
    const auto images = m_session.data();
    const auto outputs = m_session.outputs();
    const bool known = images && outputs && image >= 0 && image < outputs->images;
    for (QWidget* part : std::initializer_list<QWidget*>{m_picture, m_verdict, m_gate})
        part->setVisible(known);
    if (!known) {
        m_title->setText(outputs ? tr("Choose an image under Images to see its way through the mixture.")
                                 : tr("Here is an image's way through the mixture, once a stage is trained."));
        return;
    }
    QStringList classNames;
    for (const std::string& name : images->classNames)
        classNames << QString::fromStdString(name);
    const ImageWay way = wayOf(*outputs, image);
    m_title->setText(QStringLiteral("%1: <b>%2</b>")
                         .arg(imageTitle(images->part, image), classNames[static_cast<qsizetype>(way.label)]));
    const QImage picture = images->picture(static_cast<std::size_t>(image));
    m_picture->setPixmap(QPixmap::fromImage(picture.scaled(picture.size() * kZoom)));
    m_verdict->setText(verdictText(way, classNames));
    m_gate->setText(gateText(way));
    showWays(way, classNames);
}

QString InspectorPanel::figureName() const { return QStringLiteral("image-%1").arg(m_session.selection().image()); }

void InspectorPanel::drawFigure(QCPPainter& painter, const QSize& size) {
    InspectorPanel panel(m_session);
    drawWidgetOnPaper(panel, painter, size);
}

QString InspectorPanel::figureCsv() const {
    const ImageWay way = wayOf(*m_session.outputs(), m_session.selection().image());
    QString csv = csvLine({QStringLiteral("route"), QStringLiteral("chosen"), QStringLiteral("class"),
                           QStringLiteral("right"), QStringLiteral("baseline"), QStringLiteral("baseline_weight"),
                           QStringLiteral("expert"), QStringLiteral("expert_weight"), QStringLiteral("mixture")});
    const auto cell = [](const std::vector<float>& values, std::size_t cls) {
        return values.empty() ? QString() : csvNumber(static_cast<double>(values[cls]));
    };
    const auto& names = m_session.data()->classNames;
    for (std::size_t group = 0; group < way.ways.size(); ++group)
        for (std::size_t cls = 0; cls < names.size(); ++cls) {
            const RouteWay& route = way.ways[group];
            csv += csvLine({QString::fromStdString(m_session.parameters().groups[group].name),
                            QString::number(int(way.route == static_cast<std::int64_t>(group))),
                            QString::fromStdString(names[cls]),
                            QString::number(int(way.label == static_cast<std::int64_t>(cls))),
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
    const ClassGroups& groups = m_session.parameters().groups;
    QStringList shares;
    for (std::size_t group = 0; group < way.gate.size(); ++group)
        shares << QStringLiteral("%1 %2").arg(QString::fromStdString(groups[group].name), percent(way.gate[group]));
    const bool right = groupOf(groups, static_cast<int>(way.label)) == *way.route;
    return tr("Gate: %1 → %2 %3")
        .arg(shares.join(QStringLiteral(", ")), right ? QStringLiteral("✓") : QStringLiteral("✗"),
             QString::fromStdString(groups[static_cast<std::size_t>(*way.route)].name));
}

/// Of the members that were watched on the chosen image while they trained.
void InspectorPanel::showEpochs() {
    const auto images = m_session.data();
    const int image = m_session.selection().image();
    bool setAside = false;
    m_epochs->clear();
    for (const StageView& view : m_session.stages()) {
        const auto answers = m_session.epochAnswers(view.name());
        if (!images || image < 0 || !answers || answers->epochs() == 0)
            continue;
        setAside = setAside || !answers->testImages;
        const auto found = std::ranges::lower_bound(answers->images, image);
        if (!answers->testImages || found == answers->images.end() || *found != image)
            continue;
        QStringList names;
        if (view.stage.kind == StageKind::Gate)
            for (const ClassGroup& group : m_session.parameters().groups)
                names << QString::fromStdString(group.name);
        else
            for (const std::string& name : images->classNames)
                names << QString::fromStdString(name);
        m_epochs->addMember(titleOf(view.stage), *answers,
                            static_cast<std::size_t>(found - answers->images.begin()), names);
    }
    m_epochs->setVisible(!m_epochs->isEmpty());
    m_epochsHeading->setVisible(setAside || !m_epochs->isEmpty());
    m_epochsHeading->setText(setAside ? tr("While the members trained, training images that were set aside watched "
                                           "them: when they learned a test image is not known.")
                                      : tr("<b>Over the epochs</b>"));
}

/// The route taken first.
void InspectorPanel::showWays(const ImageWay& way, const QStringList& classNames) {
    const ClassGroups& groups = m_session.parameters().groups;
    std::vector<std::size_t> order(way.ways.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {},
                             [&](std::size_t group) { return way.route != static_cast<std::int64_t>(group); });
    for (const std::size_t group : order) {
        const bool taken = way.route == static_cast<std::int64_t>(group);
        auto* const heading =
            new QLabel(taken ? tr("<b>Its route: %1</b> (%)").arg(QString::fromStdString(groups[group].name))
                             : tr("If it went to %1 (%)").arg(QString::fromStdString(groups[group].name)));
        auto* const view = new WayView;
        view->setObjectName(QStringLiteral("way-") + QString::fromStdString(groups[group].name));
        view->setAccessibleName(heading->text());
        view->showWay(way, group, classNames, taken || !way.route);
        for (QWidget* part : std::initializer_list<QWidget*>{heading, view}) {
            m_ways->addWidget(part);
            m_parts.push_back(part);
        }
    }
}

} // namespace moelab
