#pragma once

#include <QFrame>
#include <QStringList>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStringListModel;

namespace moelab {

/// A list to choose one text from, of any length: it shows what holds the typed text. Up and Down move in it while
/// a person types, Return chooses, Escape closes it.
class ChoicePopup : public QFrame {
    Q_OBJECT
  public:
    explicit ChoicePopup(QWidget* parent);

    /// Opens below a widget. @param title says what is chosen. @param texts as they are to be shown
    void open(const QWidget& below, const QString& title, const QStringList& texts);

  signals:
    /// @param index among the texts
    void chosen(int index);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void search(const QString& text);
    void choose(const QModelIndex& shown);

    QLineEdit* m_search;
    QListView* m_list;
    QStringListModel* m_texts;
    QSortFilterProxyModel* m_shown;
};

} // namespace moelab
