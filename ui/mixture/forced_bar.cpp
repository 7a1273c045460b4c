#include "mixture/forced_bar.h"

#include "plotting/beside_layout.h"
#include "plotting/flow_layout.h"
#include "tables/choice_box.h"
#include "text/foreign_text.h"
#include "text/labels.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSlider>

#include <algorithm>

namespace moelab {
namespace {

using Routing = MixtureRule::Routing;

/// As high as its check boxes need, up to some lines, from which on it scrolls.
class MembersArea : public QScrollArea {
  public:
    explicit MembersArea(QLayout* members) {
        auto* const content = new QWidget;
        content->setLayout(members);
        members->setContentsMargins(0, 0, 0, 0);
        setWidget(content);
        setWidgetResizable(true);
        setFrameShape(NoFrame);
        setFocusPolicy(Qt::NoFocus);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::LayoutRequest) // there are other check boxes than before
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override {
        constexpr int kMostLines = 4;
        const int line = widget()->layout()->minimumSize().height() + widget()->layout()->spacing();
        return std::min(widget()->layout()->heightForWidth(width), kMostLines * line);
    }
    QSize sizeHint() const override { return widget()->layout()->minimumSize(); }
    QSize minimumSizeHint() const override { return sizeHint(); }
};

} // namespace

ForcedBar::ForcedBar(QWidget* parent)
    : QWidget(parent)
    , m_route(new ChoiceBox)
    , m_learned(new QCheckBox(tr("&sub-gate weights")))
    , m_share(new QSlider(Qt::Horizontal))
    , m_shareText(new QLabel)
    , m_members(new FlowLayout)
    , m_baseline(addMember(tr("baseline"), QStringLiteral("forcedBaseline")))
    , m_result(new QLabel) {
    m_route->setObjectName(QStringLiteral("forcedRoute"));
    m_route->setAccessibleName(tr("Counterfactual routing"));
    m_route->setToolTip(m_route->accessibleName());
    m_learned->setObjectName(QStringLiteral("forcedLearned"));
    m_learned->setToolTip(
        tr("Combine baseline and expert as trained, or give all classes the same weights with the slider"));
    m_learned->setChecked(true);
    m_share->setObjectName(QStringLiteral("forcedShare"));
    m_share->setAccessibleName(tr("Weight of the expert in percent; the rest is the weight of the baseline"));
    m_share->setToolTip(m_share->accessibleName());
    m_share->setRange(0, 100);
    m_share->setValue(50);
    m_shareText->setMinimumWidth(m_shareText->fontMetrics().horizontalAdvance(tr("expert %1 %").arg(100)));
    m_result->setObjectName(QStringLiteral("forcedResult"));
    wrapText(*m_result);
    auto* const share = new QHBoxLayout;
    share->addWidget(m_learned);
    share->addWidget(m_share, 1);
    share->addWidget(m_shareText);
    auto* const route = new QHBoxLayout;
    route->addWidget(new QLabel(tr("What if:")));
    route->addWidget(m_route, 1);
    auto* const fields = new BesideLayout;
    fields->addLayout(route);
    fields->addLayout(share, 1);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(fields);
    layout->addWidget(new MembersArea(m_members));
    layout->addWidget(m_result);
    const auto showShare = [this] {
        for (QWidget* part : std::initializer_list<QWidget*>{m_share, m_shareText})
            part->setVisible(!m_learned->isChecked());
        m_shareText->setText(tr("expert %1 %").arg(m_share->value()));
    };
    for (QWidget* part : std::initializer_list<QWidget*>{m_share, m_shareText}) {
        QSizePolicy keep = part->sizePolicy();
        keep.setRetainSizeWhenHidden(true); // so that nothing moves
        part->setSizePolicy(keep);
    }
    showShare();
    connect(m_route, &QComboBox::activated, this, &ForcedBar::edited);
    connect(m_learned, &QCheckBox::toggled, this, showShare);
    connect(m_learned, &QCheckBox::toggled, this, &ForcedBar::edited);
    connect(m_share, &QSlider::valueChanged, this, showShare);
    connect(m_share, &QSlider::valueChanged, this, &ForcedBar::edited);
}

QCheckBox* ForcedBar::addMember(const QString& text, const QString& name) {
    auto* const box = new QCheckBox(asCaption(text));
    box->setObjectName(name);
    box->setToolTip(tr("Off: the output of %1 is replaced by zeros").arg(text));
    box->setChecked(true);
    m_members->insertWidget(m_members->count(), box);
    connect(box, &QCheckBox::toggled, this, &ForcedBar::edited);
    return box;
}

void ForcedBar::setGroups(const QStringList& groups) {
    if (groups == m_groups)
        return;
    m_groups = groups;
    m_route->clear();
    m_route->addItem(tr("routing as trained"), int(Routing::Hard));
    for (const QString& group : groups)
        m_route->addItem(tr("always %1").arg(group), int(Routing::Fixed));
    m_route->addItem(tr("perfect gate"), int(Routing::Own));
    m_route->addItem(tr("soft gate"), int(Routing::Soft));
    m_route->addItem(tr("uniform routing"), int(Routing::Even));
    for (QCheckBox* expert : m_experts)
        delete expert;
    m_experts.clear();
    for (const QString& group : groups)
        m_experts.push_back(addMember(tr("expert %1").arg(group), QStringLiteral("forcedExpert-") + group));
    setAsTrained();
}

void ForcedBar::setAsTrained() {
    m_route->setCurrentIndex(0);
    m_learned->setChecked(true);
    m_baseline->setChecked(true);
    for (QCheckBox* expert : m_experts)
        expert->setChecked(true);
}

MixtureRule ForcedBar::forced() const {
    MixtureRule forced;
    forced.routing = static_cast<Routing>(m_route->currentData().toInt());
    if (forced.routing == Routing::Fixed)
        forced.group = m_route->currentIndex() - 1; // behind "as trained"
    if (!m_learned->isChecked())
        forced.expertShare = m_share->value() / 100.0;
    forced.baselineOn = m_baseline->isChecked();
    for (const QCheckBox* expert : m_experts)
        forced.expertsOn.push_back(expert->isChecked());
    return forced;
}

void ForcedBar::showResult(const QString& words) { m_result->setText(words); }

} // namespace moelab
