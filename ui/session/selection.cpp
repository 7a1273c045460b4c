#include "session/selection.h"

namespace moelab {

void Selection::setStage(const QString& stage) {
    if (stage == m_stage)
        return;
    m_stage = stage;
    emit stageChanged();
    ImageQuery query = m_query;
    query.label = -1;
    query.answer = -1;
    query.epoch = query.learnedAt = query.forgottenAt = -1;
    setQuery(query);
}

void Selection::setQuery(const ImageQuery& query) {
    if (query == m_query)
        return;
    m_query = query;
    emit queryChanged();
}

void Selection::setImage(int image) {
    if (image == m_image)
        return;
    m_image = image;
    emit imageChanged();
}

} // namespace moelab
