#pragma once

#include "analysis/scored_member.h"
#include "session/data_view.h"

#include <QAbstractListModel>

#include <memory>

namespace moelab {

/// Some of the test images, with what one member said of each.
class SampleModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role {
        ImageRole = Qt::UserRole, ///< int, a position among the test images
        RightRole,                ///< bool
    };

    /// What is shown: a member and the rows of it that a query found.
    struct Content {
        std::shared_ptr<const DataView> data;
        ScoredMember member;
        std::vector<std::size_t> rows;
        QStringList names; ///< of the member's outputs
    };

    using QAbstractListModel::QAbstractListModel;

    void showContent(Content content);
    const Content& content() const { return m_content; }
    /// @returns the row of a test image, or -1
    int rowOf(int image) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    /// Display: the prediction; Decoration: a QImage; ToolTip: all of it in words.
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    Content m_content;
};

} // namespace moelab
