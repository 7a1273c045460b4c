#pragma once

#include "analysis/image_query.h"
#include "experiment/image_part.h"

#include <QObject>
#include <QString>

#include <vector>

namespace moelab {

/// What a person looks at: one member, some of the images of a part, one of those. Every panel reads and sets it.
/// Remembers where the person was before, so that there is a way back.
class Selection : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    struct Place {
        ImagePart part = ImagePart::Test;
        QString stage; ///< a stage's name; empty before the first choice
        ImageQuery query;

        bool operator==(const Place&) const = default;
    };

    const Place& place() const { return m_place; }
    ImagePart part() const { return m_place.part; }
    const QString& stage() const { return m_place.stage; }
    const ImageQuery& query() const { return m_place.query; }
    /// A position among the images of the part, or -1.
    int image() const { return m_image; }
    /// A position among the pictures that a person brought, or -1; where it is not, no test image is chosen.
    int ownPicture() const { return m_ownPicture; }

    /// Another part's images are others: none is chosen then.
    void setPart(ImagePart part);
    /// Keeps the order of the query; what is said of answers and epochs is dropped, because another member has
    /// others.
    void setStage(const QString& stage);
    void setQuery(const ImageQuery& query);
    /// Images of a member as one step, in the present order unless the query names one.
    void choose(const QString& stage, ImageQuery query);
    /// The same on the way to others, as keys and drags pass over cells: where another of these follows, it was no
    /// step.
    void chooseInPassing(const QString& stage, ImageQuery query);
    void setImage(int image);
    void setOwnPicture(int picture);

    /// Null if there is no way back, or forward.
    const Place* previous() const { return m_past.empty() ? nullptr : &m_past.back(); }
    const Place* next() const { return m_future.empty() ? nullptr : &m_future.back(); }
    void goBack();
    void goForward();
    void forgetHistory();

  signals:
    void partChanged();
    void stageChanged();
    void queryChanged();
    void choiceChanged(); ///< once, after either of the two or both
    void imageChanged();  ///< also to or from a picture of one's own
    void historyChanged();

  private:
    Place placeOf(const QString& stage, ImageQuery query) const;
    bool go(const Place& place);
    void show(const Place& place);

    Place m_place;
    int m_image = -1;
    int m_ownPicture = -1;
    bool m_passing = false;      ///< the place was chosen in passing
    std::vector<Place> m_past;   ///< the last is the way back
    std::vector<Place> m_future; ///< the last is the way forward
};

} // namespace moelab
