#include "samples/sample_model.h"

#include "base/percent.h"
#include "text/foreign_text.h"

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

QString percentOf(float confidence) {
    return std::isnan(confidence) ? QString() : QStringLiteral("%1 %").arg(100 * confidence, 0, 'f', 0);
}

} // namespace

QString tileText(const QString& truth, const QString& answer, const QString& percent) {
    const QString names = truth == answer ? answer : QStringLiteral("%1 → %2").arg(truth, answer);
    return percent.isEmpty() ? names : names + u' ' + percent;
}

void SampleModel::showContent(Content content) {
    beginResetModel();
    m_content = std::move(content);
    endResetModel();
}

int SampleModel::rowOf(int image) const {
    const auto found = std::ranges::find_if(m_content.rows,
                                            [&](std::size_t row) { return m_content.member.images[row] == image; });
    return found == m_content.rows.end() ? -1 : static_cast<int>(found - m_content.rows.begin());
}

int SampleModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_content.rows.size());
}

QVariant SampleModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const std::size_t row = m_content.rows[static_cast<std::size_t>(index.row())];
    const ScoredMember& member = m_content.member;
    const auto nameOf = [&](auto cls) { return inText(m_content.names[static_cast<qsizetype>(cls)]); };
    const QString answer = nameOf(member.answers[row]);
    switch (role) {
    case Qt::DisplayRole:
        return tileText(nameOf(member.labels[row]), answer, percentOf(member.confidence[row]));
    case TruthRole:
        return nameOf(member.labels[row]);
    case AnswerRole:
        return answer;
    case PercentRole:
        return percentOf(member.confidence[row]);
    case Qt::DecorationRole:
        return m_content.data->picture(static_cast<std::size_t>(member.images[row]));
    case ImageRole:
        return static_cast<int>(member.images[row]);
    case RightRole:
        return member.labels[row] == member.answers[row];
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        if (std::isnan(member.confidence[row])) // of an epoch
            return tr("%1: true class %2, predicted %3")
                .arg(imageTitle(m_content.data->part, member.images[row]), nameOf(member.labels[row]), answer);
        return tr("%1: true class %2, predicted %3 with confidence %4 %; loss %5")
            .arg(imageTitle(m_content.data->part, member.images[row]), nameOf(member.labels[row]), answer,
                 QString::number(inPercent(member.confidence[row]), 'f', 1),
                 QString::number(member.loss[row], 'f', 3));
    default:
        return {};
    }
}

} // namespace moelab
