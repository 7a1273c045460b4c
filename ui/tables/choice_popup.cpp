#include "tables/choice_popup.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QScreen>
#include <QSortFilterProxyModel>
#include <QStringListModel>
#include <QVBoxLayout>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kMostLines = 12; // more are scrolled to
constexpr int kLetters = 32;

} // namespace

ChoicePopup::ChoicePopup(QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_search(new QLineEdit)
    , m_list(new QListView)
    , m_texts(new QStringListModel(this))
    , m_shown(new QSortFilterProxyModel(this)) {
    setObjectName(QStringLiteral("choicePopup"));
    setFrameShape(QFrame::StyledPanel);
    m_search->setObjectName(QStringLiteral("choiceSearch"));
    m_search->setPlaceholderText(tr("Type to search"));
    m_search->installEventFilter(this);
    m_shown->setSourceModel(m_texts);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setObjectName(QStringLiteral("choiceList"));
    m_list->setModel(m_shown);
    m_list->setUniformItemSizes(true);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->setSpacing(2);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    connect(m_search, &QLineEdit::textChanged, this, &ChoicePopup::search);
    connect(m_list, &QListView::clicked, this, &ChoicePopup::choose);
}

void ChoicePopup::open(const QWidget& below, const QString& title, const QStringList& texts) {
    m_search->setAccessibleName(title);
    m_list->setAccessibleName(title);
    m_texts->setStringList(texts);
    m_search->clear();
    search({});
    const int lines = std::clamp(static_cast<int>(texts.size()), 2, kMostLines);
    const int line = m_list->fontMetrics().lineSpacing() + 4;
    m_list->setFixedSize(kLetters * m_list->fontMetrics().averageCharWidth(),
                         lines * line + 2 * m_list->frameWidth());
    adjustSize();
    const QRect screen = below.screen()->availableGeometry();
    QPoint place = below.mapToGlobal(QPoint(0, below.height()));
    if (place.y() + height() > screen.bottom())
        place.setY(below.mapToGlobal(QPoint()).y() - height());
    place.setX(std::clamp(place.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    place.setY(std::max(place.y(), screen.top()));
    move(place);
    show();
    m_search->setFocus(Qt::PopupFocusReason);
}

/// Of what is left, the text that begins so is the likeliest to be meant.
void ChoicePopup::search(const QString& text) {
    m_shown->setFilterFixedString(text);
    int likely = 0;
    for (int row = 0; row < m_shown->rowCount(); ++row)
        if (m_shown->index(row, 0).data().toString().startsWith(text, Qt::CaseInsensitive)) {
            likely = row;
            break;
        }
    m_list->setCurrentIndex(m_shown->index(likely, 0));
}

void ChoicePopup::choose(const QModelIndex& shown) {
    if (!shown.isValid())
        return;
    const int index = m_shown->mapToSource(shown).row();
    close();
    emit chosen(index);
}

bool ChoicePopup::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* const key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_list->currentIndex());
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        if (watched == m_search) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
        break;
    default:
        break;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace moelab
