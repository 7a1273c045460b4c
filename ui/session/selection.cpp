#include "session/selection.h"

#include <utility>

namespace moelab {
namespace {

constexpr std::size_t kMostPlaces = 100;

/// Sorting the same images again is no step of its own.
bool differInOrderOnly(Selection::Place one, const Selection::Place& other) {
    one.query.order = other.query.order;
    one.query.descending = other.query.descending;
    return one == other;
}

} // namespace

void Selection::setPart(ImagePart part) {
    Place place = m_place;
    place.part = part;
    go(place);
}

void Selection::setStage(const QString& stage) {
    if (stage == m_place.stage)
        return;
    Place place = m_place;
    place.stage = stage;
    place.query.label = -1;
    place.query.answer = -1;
    place.query.confidence.reset();
    place.query.epoch = place.query.learnedAt = place.query.forgottenAt = -1;
    go(place);
}

void Selection::setQuery(const ImageQuery& query) {
    Place place = m_place;
    place.query = query;
    go(place);
}

Selection::Place Selection::placeOf(const QString& stage, ImageQuery query) const {
    if (query.order == ImageQuery::Order::Position) {
        query.order = m_place.query.order;
        query.descending = m_place.query.descending;
    }
    return {m_place.part, stage, query};
}

void Selection::choose(const QString& stage, ImageQuery query) { go(placeOf(stage, query)); }

void Selection::chooseInPassing(const QString& stage, ImageQuery query) {
    const Place place = placeOf(stage, query);
    if (!m_passing) {
        m_passing = go(place);
        return;
    }
    show(place);
    if (m_past.empty() || m_past.back() != place)
        return;
    m_passing = false; // back where the passing began
    m_past.pop_back();
    emit historyChanged();
}

void Selection::setImage(int image) {
    if (image == m_image && m_ownPicture < 0)
        return;
    m_image = image;
    m_ownPicture = -1;
    emit imageChanged();
}

void Selection::setOwnPicture(int picture) {
    if (picture == m_ownPicture)
        return;
    m_ownPicture = picture;
    m_image = -1;
    emit imageChanged();
}

void Selection::goBack() {
    if (m_past.empty())
        return;
    m_passing = false;
    m_future.push_back(m_place);
    const Place place = m_past.back();
    m_past.pop_back();
    show(place);
    emit historyChanged();
}

void Selection::goForward() {
    if (m_future.empty())
        return;
    m_passing = false;
    m_past.push_back(m_place);
    const Place place = m_future.back();
    m_future.pop_back();
    show(place);
    emit historyChanged();
}

void Selection::forgetHistory() {
    m_passing = false;
    m_past.clear();
    m_future.clear();
    emit historyChanged();
}

/// Shows another place, from which there is a way back to the present one. @returns whether that is a step
bool Selection::go(const Place& place) {
    m_passing = false;
    const bool step = !m_place.stage.isEmpty() && !differInOrderOnly(m_place, place);
    if (step) {
        m_past.push_back(m_place);
        if (m_past.size() > kMostPlaces)
            m_past.erase(m_past.begin());
        m_future.clear();
    }
    show(place);
    if (step)
        emit historyChanged();
    return step;
}

void Selection::show(const Place& place) {
    const Place before = std::exchange(m_place, place);
    if (before.part != place.part) {
        setImage(-1);
        emit partChanged();
    }
    const bool otherStage = before.stage != place.stage;
    const bool otherQuery = before.query != place.query;
    if (otherStage)
        emit stageChanged();
    if (otherQuery)
        emit queryChanged();
    if (otherStage || otherQuery)
        emit choiceChanged();
}

} // namespace moelab
