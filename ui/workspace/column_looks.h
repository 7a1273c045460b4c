#pragma once

#include <QString>
#include <QStringList>

#include <vector>

class QHeaderView;

namespace moelab {

/// Where the columns of a table stand, if a person moved one, how wide they are and which are hidden, by the
/// columns' keys, so that it holds while columns come and go.
class ColumnLooks {
  public:
    struct Look {
        QString key;
        int width = 0; ///< 0: by the content
        bool hidden = false;
    };

    /// @param keys of the header's sections, in the model's order. What is known of others is kept.
    void takeFrom(const QHeaderView& header, const QStringList& keys);
    /// Sections that nothing is known of stay as they are.
    void giveTo(QHeaderView& header, const QStringList& keys) const;
    /// @returns null if nothing is known of it
    const Look* find(const QString& key) const;

    QStringList toTexts() const;
    /// Passes over what is damaged.
    void fromTexts(const QStringList& texts);

  private:
    std::vector<Look> m_looks; ///< from the left
    bool m_moved = false;      ///< else they stand in the model's order, whatever that will be
};

} // namespace moelab
