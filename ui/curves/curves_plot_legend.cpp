#include "curves/curves_plot.h"

#include "plotting/more_names.h"
#include "plotting/palette.h"
#include "text/foreign_text.h"

#include <QMenu>

#include <algorithm>

/// The legend of the members, by which they are hidden and shown.
namespace moelab {
namespace {

constexpr std::size_t kMostNames = 12;

} // namespace

/// Of many experts the legend names the first; those without a group stand beside them in any case.
/// @param hiddenToo struck out
void CurvesPlot::nameCurves(bool hiddenToo) {
    m_legend->clearItems();
    std::vector<Curves*> all;
    std::vector<std::size_t> first; // of these
    for (Curves& curves : m_curves) {
        curves.name = nullptr;
        if (!hiddenToo && !isShown(curves.view.name()))
            continue;
        if (curves.view.stage.group < 0)
            first.push_back(all.size());
        all.push_back(&curves);
    }
    const std::vector<std::size_t> named = namesInLegend(all.size(), kMostNames, first);
    for (const std::size_t i : named) {
        all[i]->name = new QCPPlottableLegendItem(m_legend, all[i]->loss.validation);
        m_legend->addItem(all[i]->name);
    }
    if (named.size() < all.size())
        m_legend->addItem(new MoreNames(m_legend, static_cast<int>(all.size() - named.size())));
    if (hiddenToo)
        strikeHidden();
    updateGeometry(); // by lines of the legend
}

void CurvesPlot::clickName(const QCPAbstractLegendItem* item) {
    if (!item || item->parentLegend() != m_legend)
        return;
    const auto found = std::ranges::find(m_curves, item, &Curves::name);
    if (found == m_curves.end())
        offerAllNames();
    else
        setShown(found->view.name(), !isShown(found->view.name()));
}

/// A menu of all members, each with its colour.
void CurvesPlot::offerAllNames() {
    auto* const menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("curvesNames"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Curves& curves : m_curves) {
        QPixmap colour(12, 12);
        colour.fill(memberColour(curves.view.stage));
        QAction* const name = menu->addAction(colour, asCaption(titleOf(curves.view.stage)));
        name->setCheckable(true);
        name->setChecked(isShown(curves.view.name()));
        connect(name, &QAction::toggled, this,
                [this, stage = curves.view.name()](bool shown) { setShown(stage, shown); });
    }
    menu->popup(QCursor::pos());
}

void CurvesPlot::strikeHidden() {
    for (const Curves& curves : m_curves) {
        QFont struck = font();
        struck.setStrikeOut(!isShown(curves.view.name()));
        if (curves.name)
            curves.name->setFont(struck);
    }
}

} // namespace moelab
