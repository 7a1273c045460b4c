#include "workspace/column_looks.h"

#include <QHeaderView>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kMostWidth = 2000;
const QString kMoved =
    QStringLiteral("moved"); // a text without a key; before there was none, orders were of the model

} // namespace

const ColumnLooks::Look* ColumnLooks::find(const QString& key) const {
    const auto found = std::ranges::find(m_looks, key, &Look::key);
    return found == m_looks.end() ? nullptr : &*found;
}

void ColumnLooks::takeFrom(const QHeaderView& header, const QStringList& keys) {
    std::vector<Look> looks;
    m_moved = false;
    for (int visual = 0; visual < header.count(); ++visual) {
        const int section = header.logicalIndex(visual);
        m_moved = m_moved || section != visual;
        const Look* const before = find(keys[section]);
        const bool hidden = header.isSectionHidden(section);
        looks.push_back(
            {keys[section], hidden ? (before ? before->width : 0) : header.sectionSize(section), hidden});
    }
    for (const Look& look : m_looks)
        if (!keys.contains(look.key))
            looks.push_back(look);
    m_looks = std::move(looks);
}

void ColumnLooks::giveTo(QHeaderView& header, const QStringList& keys) const {
    int visual = 0;
    for (const Look& look : m_looks) {
        const int section = static_cast<int>(keys.indexOf(look.key));
        if (section < 0)
            continue;
        if (m_moved)
            header.moveSection(header.visualIndex(section), visual++);
        header.setSectionHidden(section, look.hidden);
        if (look.width > 0 && !look.hidden)
            header.resizeSection(section, look.width);
    }
}

QStringList ColumnLooks::toTexts() const {
    QStringList texts;
    if (m_moved)
        texts << kMoved;
    for (const Look& look : m_looks)
        texts << QStringLiteral("%1 %2 %3").arg(look.width).arg(int(look.hidden)).arg(look.key);
    return texts;
}

void ColumnLooks::fromTexts(const QStringList& texts) {
    m_looks.clear();
    m_moved = texts.contains(kMoved);
    for (const QString& text : texts) {
        const QString key = text.section(QLatin1Char(' '), 2);
        if (!key.isEmpty() && !find(key))
            m_looks.push_back({key, std::clamp(text.section(QLatin1Char(' '), 0, 0).toInt(), 0, kMostWidth),
                               text.section(QLatin1Char(' '), 1, 1) == QLatin1String("1")});
    }
}

} // namespace moelab
