#pragma once

#include "analysis/scored_member.h"
#include "session/data_view.h"

#include <QAbstractListModel>

#include <memory>

namespace moelab {

/// "cat → frog 31 %", or "cat 87 %" where the names are the same.
QString tileText(const QString& truth, const QString& answer, const QString& percent);

/// Some of the test images, with what one member said of each.
class SampleModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role {
        ImageRole = Qt::UserRole, ///< int, a position among the test images
        RightRole,                ///< bool
        TruthRole,                ///< QString, the true class
        AnswerRole,               ///< QString, the predicted class
        PercentRole,              ///< QString, the confidence; empty where it is not known
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
    /// Display: "cat → frog 31 %", or "cat 87 %" where that is correct; Decoration: a QImage; ToolTip: all of it in
    /// words.
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    Content m_content;
};

} // namespace moelab
