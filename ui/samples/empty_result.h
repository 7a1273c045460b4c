#pragma once

#include "samples/query_filter.h"

#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QPushButton;

namespace moelab {

/// Which condition of a query leaves no image.
struct EmptyCause {
    QueryFilter filter;
    bool alone = false;      ///< it does so without the others
    std::size_t without = 0; ///< images of the query without it
};

/// @param count the images that a query finds
/// @returns a condition that no image fits, else the one without which most images are found; nothing if taking off
/// one condition does not help
std::optional<EmptyCause> emptyCause(const ImageQuery& query,
                                     const std::function<std::size_t(const ImageQuery&)>& count);

/// Stands where the images would be: says which filter leaves none, and takes it off, or all.
class EmptyResult : public QWidget {
    Q_OBJECT
  public:
    explicit EmptyResult(QWidget* parent = nullptr);

    /// @param images "test images of Mixture"
    void showCause(const std::optional<EmptyCause>& cause, const ImageQuery& query, const QueryNames& names,
                   const QString& images);

  signals:
    void queryEdited(const ImageQuery& query);

  private:
    QLabel* m_words;
    QPushButton* m_takeOff;
    QPushButton* m_clear;
    ImageQuery m_query;
    std::optional<EmptyCause> m_cause;
};

} // namespace moelab
