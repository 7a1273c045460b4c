#pragma once

#include <QLabel>

namespace moelab {

/// By its font: a text that is shown as it is has no markup.
inline void setBold(QLabel& label, bool bold) {
    QFont font = label.font();
    font.setBold(bold);
    label.setFont(font);
}

/// A heading within a form or panel.
inline QLabel* makeHeading(const QString& text = {}) {
    auto* const label = new QLabel(text);
    setBold(*label, true);
    return label;
}

/// Lets a label wrap its text, and be as narrow as the rest of its panel is. Qt makes room for its longest word,
/// which may be a foreign one of any length.
inline void wrapText(QLabel& label) {
    label.setWordWrap(true);
    QSizePolicy policy = label.sizePolicy(); // it has the height for a width
    policy.setHorizontalPolicy(QSizePolicy::Ignored);
    label.setSizePolicy(policy);
}

/// Of the label over a view: in an empty view it says, in the middle, what the view will show and what to do for
/// it; else it is the view's heading.
/// @param filled where its text stands in a view that is not empty
inline void setEmptyState(QLabel& heading, bool empty, Qt::Alignment filled = Qt::AlignVCenter | Qt::AlignLeft) {
    heading.setAlignment(empty ? Qt::AlignCenter : filled);
    QSizePolicy policy = heading.sizePolicy();
    policy.setVerticalPolicy(empty ? QSizePolicy::Expanding : QSizePolicy::Preferred);
    heading.setSizePolicy(policy);
}

} // namespace moelab
