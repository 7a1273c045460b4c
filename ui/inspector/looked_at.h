#pragma once

#include "analysis/image_way.h"
#include "data/image_set.h"
#include "experiment/heat_map.h"
#include "inspector/look_bar.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <vector>

class QLabel;

namespace moelab {

class HeatLegend;
class Session;

/// What a member looked at in the inspected picture: asks the session for the chosen map, keeps the maps of this
/// picture, and lays the chosen one over it. Describes in words what the map shows, or why there is none.
class LookedAt : public QWidget {
    Q_OBJECT
  public:
    /// The inspected picture. @param outputs its way's, so that what was kept ends with them
    struct Subject {
        ImageSet picture; ///< one image
        ImageWay way;
        std::shared_ptr<const MemberOutputs> outputs;
    };

    explicit LookedAt(Session& session, QWidget* parent = nullptr);

    /// The choices, to be placed beside the picture.
    LookBar& bar() { return *m_bar; }
    void showSubject(Subject subject);
    /// The same maps and choices as another one's, of the same subject; asks for nothing.
    void copyFrom(const LookedAt& other);
    /// The picture as it is, or with the map if that is chosen and made.
    QImage over(const QImage& picture) const;
    /// What the map shows or why there is none; empty if none is wanted.
    QString words() const;

  signals:
    void pictureChanged();

  private:
    struct Known {
        HeatMapQuestion question;
        std::shared_ptr<const HeatMap> map; ///< null if it could not be made
        QString problem;
    };

    void refreshChoices();
    void refresh();
    void show(const Known& known);
    void say(const QString& words);
    std::optional<HeatMapQuestion> question() const;
    const Known* find(const HeatMapQuestion& question) const;

    Session& m_session;
    LookBar* m_bar;
    HeatLegend* m_legend;
    QLabel* m_words;
    Subject m_subject;
    std::vector<Known> m_known;
    HeatMapQuestion m_asked;
    int m_number = 0; ///< of the request under way, or 0
};

} // namespace moelab
