#pragma once

#include "analysis/image_query.h"

#include <QObject>
#include <QString>

namespace moelab {

/// What a person looks at: one member, some of its images, one of those. Every panel reads and sets it.
class Selection : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    /// A stage's name; empty before the first choice.
    const QString& stage() const { return m_stage; }
    const ImageQuery& query() const { return m_query; }
    /// A position among the test images, or -1.
    int image() const { return m_image; }

    /// Keeps the order of the query; its classes and epochs are dropped, because another member has others.
    void setStage(const QString& stage);
    void setQuery(const ImageQuery& query);
    void setImage(int image);

  signals:
    void stageChanged();
    void queryChanged();
    void imageChanged();

  private:
    QString m_stage;
    ImageQuery m_query;
    int m_image = -1;
};

} // namespace moelab
