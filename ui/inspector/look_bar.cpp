#include "inspector/look_bar.h"

#include <QComboBox>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kNoMap = -1;
constexpr int kOpacity = 70; // percent

} // namespace

LookBar::LookBar(QWidget* parent)
    : QWidget(parent)
    , m_kind(makeChoice("lookKind", tr("Heat map of the image")))
    , m_member(makeChoice("lookMember", tr("Member whose heat map is shown")))
    , m_answer(makeChoice("lookAnswer", tr("Class the heat map explains")))
    , m_opacity(new QSlider(Qt::Horizontal)) {
    m_kind->addItem(tr("No heat map"), kNoMap);
    m_kind->addItem(tr("Occlusion"), static_cast<int>(HeatMapKind::Occlusion));
    m_kind->addItem(tr("Grad-CAM"), static_cast<int>(HeatMapKind::GradCam));
    m_kind->setToolTip(tr("Occlusion covers the image region by region and shows how much confidence is lost. "
                          "Grad-CAM shows where the last convolution finds evidence for the class."));
    m_opacity->setObjectName(QStringLiteral("lookOpacity"));
    m_opacity->setAccessibleName(tr("Opacity of the heat map, in percent"));
    m_opacity->setToolTip(tr("Opacity of the heat map"));
    m_opacity->setRange(0, 100);
    m_opacity->setValue(kOpacity);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    for (QWidget* part : std::initializer_list<QWidget*>{m_kind, m_member, m_answer, m_opacity})
        layout->addWidget(part);
    layout->addStretch();
    for (QComboBox* choice : {m_kind, m_member, m_answer})
        connect(choice, &QComboBox::currentIndexChanged, this, &LookBar::changed);
    connect(m_opacity, &QSlider::valueChanged, this, &LookBar::opacityChanged);
    const auto showOthers = [this] {
        for (QWidget* part : std::initializer_list<QWidget*>{m_member, m_answer, m_opacity})
            part->setVisible(kind().has_value());
    };
    connect(m_kind, &QComboBox::currentIndexChanged, this, showOthers);
    showOthers();
}

QComboBox* LookBar::makeChoice(const char* name, const QString& words) {
    auto* const choice = new QComboBox;
    choice->setObjectName(QLatin1String(name));
    choice->setAccessibleName(words);
    choice->setToolTip(words);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(16); // "airplane (true)"
    return choice;
}

std::optional<HeatMapKind> LookBar::kind() const {
    const int chosen = m_kind->currentData().toInt();
    return chosen == kNoMap ? std::nullopt : std::optional(static_cast<HeatMapKind>(chosen));
}

QString LookBar::stage() const { return m_member->currentData().toString(); }
bool LookBar::asksTruth() const { return m_answer->currentIndex() == 1; }
double LookBar::opacity() const { return m_opacity->value() / 100.0; }

QString LookBar::choiceInWords() const {
    return tr("%1, %2, %3.")
        .arg(m_kind->currentText(), m_member->currentText(), m_answer->currentData().toString());
}

void LookBar::setMembers(const QStringList& stages, const QStringList& titles, const QString& preferred) {
    const QString wanted = stages.contains(stage()) ? stage() : preferred;
    const QSignalBlocker quiet(m_member);
    m_member->clear();
    for (qsizetype i = 0; i < stages.size(); ++i)
        m_member->addItem(titles[i], stages[i]);
    m_member->setCurrentIndex(std::max(0, m_member->findData(wanted)));
}

void LookBar::chooseMember(const QString& stage) {
    if (const int member = m_member->findData(stage); member >= 0)
        m_member->setCurrentIndex(member);
}

void LookBar::setAnswers(const QString& answer, const QString& truth, bool groups) {
    const bool askedTruth = asksTruth();
    const QSignalBlocker quiet(m_answer);
    m_answer->clear();
    m_answer->addItem(groups ? tr("predicted group") : tr("predicted class"),
                      tr("%1 (predicted)").arg(answer)); // whose name may be long
    if (!truth.isEmpty())
        m_answer->addItem(groups ? tr("true group") : tr("true class"), tr("%1 (true)").arg(truth));
    m_answer->setCurrentIndex(askedTruth && !truth.isEmpty() ? 1 : 0);
}

void LookBar::copyFrom(const LookBar& other) {
    const QSignalBlocker quiet(this);
    m_kind->setCurrentIndex(other.m_kind->currentIndex());
    m_member->setCurrentIndex(m_member->findData(other.stage()));
    m_answer->setCurrentIndex(other.m_answer->currentIndex());
    m_opacity->setValue(other.m_opacity->value());
}

} // namespace moelab
