#pragma once

#include "analysis/image_way.h"
#include "data/class_groups.h"

#include <QStringList>
#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace moelab {

class Fold;

/// The arithmetic of an image's decision path, to be unfolded: the gate's shares, the route taken, and the routes
/// not taken.
class DecisionPath : public QWidget {
    Q_OBJECT
  public:
    explicit DecisionPath(QWidget* parent = nullptr);

    /// @param rows the classes to be shown, in their order
    void showWay(const ImageWay& way, const ClassGroups& groups, const QStringList& classNames,
                 std::vector<std::size_t> rows);
    /// As much is unfolded as of another one.
    void unfoldLike(const DecisionPath& other);
    void unfold();

  private:
    void refresh();
    void addWay(QVBoxLayout& layout, std::size_t group, bool taken);
    QString gateText() const;

    ImageWay m_way;
    ClassGroups m_groups;
    QStringList m_classNames;
    std::vector<std::size_t> m_rows;
    Fold* m_fold;
    Fold* m_others;
    QLabel* m_gate;
    QVBoxLayout* m_taken;
    std::vector<QWidget*>
        m_parts; ///< headings and views of the routes that are unfolded, made again for each image
};

} // namespace moelab
