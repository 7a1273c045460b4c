#include "exporting/paper_fields.h"

#include "exporting/dialog_parts.h"
#include "session/settings.h"
#include "text/whole_number_box.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace moelab {
namespace {

constexpr int kLeastSide = FigureChoices::kLeastSide;
constexpr int kMostSide = FigureChoices::kMostSide;
const QString kWidths = QStringLiteral("figures/widths");
const QString kHeights = QStringLiteral("figures/heights");

WholeNumberBox* makeNumber(const char* name, const QString& accessible, int least, int most) {
    return named(new WholeNumberBox(least, most, accessible.toStdString()), name, accessible);
}

/// A label of two widgets leads to the first of them.
void addPair(QFormLayout& form, const QString& text, QWidget* first, QWidget* second) {
    QWidget* const pair = besides(first, second);
    form.addRow(text, pair);
    static_cast<QLabel*>(form.labelForField(pair))->setBuddy(first);
}

int wholeOf(const WholeNumberBox* box) { return static_cast<int>(box->value()); }

} // namespace

PaperFields::PaperFields(QWidget* dialog)
    : QObject(dialog)
    , m_dialog(dialog)
    , m_widths(named(new QComboBox, "figureWidths", tr("Usual widths")))
    , m_width(makeNumber("figureWidth", tr("Width (mm)"), kLeastSide, kMostSide))
    , m_heights(named(new QComboBox, "figureHeights", tr("Usual heights")))
    , m_height(makeNumber("figureHeight", tr("Height (mm)"), kLeastSide, kMostSide))
    , m_points(makeNumber("figurePoints", tr("Text (points)"), 4, 36))
    , m_dpi(makeNumber("figureDpi", tr("Dots per inch"), 72, 1200)) {
    for (const auto& [text, width] : {std::pair(tr("One column: %1 mm"), FigureChoices::kOneColumn),
                                      std::pair(tr("Two columns: %1 mm"), FigureChoices::kTwoColumns)})
        m_widths->addItem(text.arg(width), width);
    m_widths->addItem(tr("Free"), 0);
    m_heights->addItem(tr("Fitting the content"), kFittingHeight);
    for (const auto& [across, up] : {std::pair(3, 2), std::pair(4, 3), std::pair(1, 1)})
        m_heights->addItem(tr("%1 : %2").arg(across).arg(up), static_cast<double>(across) / up);
    m_heights->addItem(tr("Free"), kFreeHeight);
    m_points->setToolTip(tr("Height of the text as printed, where the figure is set at its own width"));
    for (QComboBox* choice : {m_widths, m_heights})
        connect(choice, &QComboBox::currentIndexChanged, this, [this] {
            takeWidth();
            emit changed();
        });
    for (WholeNumberBox* number : {m_width, m_height, m_points, m_dpi})
        connect(number, &WholeNumberBox::changed, this, &PaperFields::changed);
}

void PaperFields::addTo(QFormLayout& form) {
    m_form = &form;
    addPair(form, tr("&Width (mm)"), m_widths, m_width);
    addPair(form, tr("&Height (mm)"), m_heights, m_height);
    form.addRow(tr("&Text (points)"), m_points);
    form.addRow(tr("&Dots per inch"), m_dpi);
}

void PaperFields::restore(const Settings& settings) {
    const FigureChoices kept = FigureChoices::kept(settings);
    const int free = m_widths->count() - 1;
    const int usual = m_widths->findData(kept.width);
    m_widths->setCurrentIndex(usual < 0 || settings.number(kWidths, 0, free, 0) == free ? free : usual);
    m_width->setValue(kept.width);
    m_heights->setCurrentIndex(settings.number(kHeights, 0, m_heights->count() - 1, 0));
    m_height->setValue(kept.height);
    m_points->setValue(kept.points);
    m_dpi->setValue(kept.dpi);
    takeWidth();
}

void PaperFields::save(Settings& settings) const {
    chosen().keep(settings);
    settings.setValue(kWidths, m_widths->currentIndex());
    settings.setValue(kHeights, m_heights->currentIndex());
}

FigureChoices PaperFields::chosen() const {
    FigureChoices chosen;
    chosen.width = wholeOf(m_width);
    chosen.shape = m_heights->currentData().toDouble();
    chosen.height = wholeOf(m_height);
    chosen.points = wholeOf(m_points);
    chosen.dpi = wholeOf(m_dpi);
    return chosen;
}

QString PaperFields::problem() const {
    try {
        for (const WholeNumberBox* number : {m_width, m_height, m_points, m_dpi})
            if (number->isVisibleTo(m_dialog) && number->isEnabled())
                number->typedValue();
    } catch (const std::exception& refused) {
        return QString::fromStdString(refused.what());
    }
    return {};
}

void PaperFields::setShown(bool sizes, bool dots) {
    for (QWidget* field : {m_widths->parentWidget(), m_heights->parentWidget(), static_cast<QWidget*>(m_points)})
        m_form->setRowVisible(field, sizes);
    m_form->setRowVisible(m_dpi, dots);
}

void PaperFields::showHeight(std::optional<int> height) {
    const bool free = chosen().shape == kFreeHeight;
    m_height->setEnabled(free);
    m_height->setVisible(free || height);
    if (free || !height)
        return;
    const QSignalBlocker quiet(m_height);
    m_height->setValue(*height);
}

/// A usual width is not to be typed.
void PaperFields::takeWidth() {
    const int usual = m_widths->currentData().toInt();
    m_width->setEnabled(usual == 0);
    if (usual == 0)
        return;
    const QSignalBlocker quiet(m_width);
    m_width->setValue(usual);
}

} // namespace moelab
