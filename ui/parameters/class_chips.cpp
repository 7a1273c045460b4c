#include "parameters/class_chips.h"

#include "plotting/palette.h"
#include "text/foreign_text.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kSide = 6;         // around a chip's text
constexpr int kRounding = 2;     // texts are as wide as fractions of a pixel
constexpr int kMostLetters = 24; // a longer name is cut in its middle

class ChipDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const int text = option.fontMetrics.horizontalAdvance(index.data().toString());
        return {std::min(text, kMostLetters * option.fontMetrics.averageCharWidth()) + 2 * kSide + kRounding,
                option.fontMetrics.lineSpacing() + 4};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const bool chosen = option.state & QStyle::State_Selected;
        const bool current = option.state & QStyle::State_HasFocus;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(current ? option.palette.color(QPalette::Text) : mutedText(option.palette));
        painter->setBrush(chosen ? option.palette.highlight() : option.palette.button());
        painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter->setPen(option.palette.color(chosen ? QPalette::HighlightedText : QPalette::ButtonText));
        const QRect text = option.rect.adjusted(kSide, 0, -kSide, 0);
        painter->drawText(text, Qt::AlignCenter,
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, text.width()));
        painter->restore();
    }
};

} // namespace

ClassChips::ClassChips(QWidget* parent)
    : QListWidget(parent) {
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setResizeMode(QListView::Adjust);
    setMovement(QListView::Static);
    setSpacing(1);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegate(new ChipDelegate(this));
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    fitHeight();
}

void ClassChips::showClasses(const std::vector<int>& classes, const QStringList& classNames) {
    const std::vector<int> before = chosen();
    clear();
    for (const int cls : classes) {
        const QString name = inText(classNames.value(cls, QString::number(cls)));
        auto* const item = new QListWidgetItem(name, this);
        item->setData(Qt::UserRole, cls);
        item->setToolTip(name);
    }
    choose(before);
    fitHeight();
}

void ClassChips::search(const QString& text) {
    for (int row = 0; row < count(); ++row)
        item(row)->setHidden(!item(row)->text().contains(text, Qt::CaseInsensitive));
    fitHeight();
}

std::vector<int> ClassChips::chosen() const {
    std::vector<int> classes;
    for (int row = 0; row < count(); ++row)
        if (item(row)->isSelected() && !item(row)->isHidden())
            classes.push_back(item(row)->data(Qt::UserRole).toInt());
    return classes;
}

void ClassChips::choose(const std::vector<int>& classes) {
    clearSelection();
    for (int row = 0; row < count(); ++row)
        if (std::ranges::find(classes, item(row)->data(Qt::UserRole).toInt()) != classes.end()) {
            setCurrentRow(row, QItemSelectionModel::NoUpdate);
            item(row)->setSelected(true);
        }
}

void ClassChips::mousePressEvent(QMouseEvent* event) {
    const QListWidgetItem* const pressed = itemAt(event->pos());
    m_pressed = event->pos();
    m_onChip = pressed && event->button() == Qt::LeftButton;
    m_choosesLater = m_onChip && pressed->isSelected() && event->modifiers() == Qt::NoModifier;
    if (m_choosesLater)
        setFocus(Qt::MouseFocusReason);
    else
        QListWidget::mousePressEvent(event);
}

void ClassChips::mouseMoveEvent(QMouseEvent* event) {
    if (!m_onChip)
        return QListWidget::mouseMoveEvent(event);
    if (!m_drags && (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
    m_drags = true;
    viewport()->setCursor(Qt::ClosedHandCursor);
    emit dragged(event->globalPosition().toPoint());
}

void ClassChips::mouseReleaseEvent(QMouseEvent* event) {
    const bool drags = m_drags;
    if (m_choosesLater && !drags)
        setCurrentItem(itemAt(event->pos()), QItemSelectionModel::ClearAndSelect);
    endDrag();
    QListWidget::mouseReleaseEvent(event);
    if (drags)
        emit dropped(event->globalPosition().toPoint());
}

void ClassChips::endDrag() {
    m_onChip = m_choosesLater = m_drags = false;
    viewport()->unsetCursor();
}

void ClassChips::contextMenuEvent(QContextMenuEvent* event) {
    event->accept();
    if (!chosen().empty())
        emit choiceWanted();
}

void ClassChips::keyPressEvent(QKeyEvent* event) {
    const bool up = event->key() == Qt::Key_Up;
    const bool down = event->key() == Qt::Key_Down;
    if (event->key() == Qt::Key_Escape && m_drags) {
        endDrag();
        emit dragCancelled();
    } else if ((up || down) && event->modifiers() & Qt::ControlModifier) {
        emit moveWanted(up ? -1 : 1);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (!chosen().empty())
            emit choiceWanted();
    } else {
        QListWidget::keyPressEvent(event);
    }
}

void ClassChips::resizeEvent(QResizeEvent* event) {
    QListWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fitHeight();
}

/// All chips are seen; an empty group has a line into which one can be dropped.
void ClassChips::fitHeight() {
    doItemsLayout();
    int height = fontMetrics().lineSpacing() + 8;
    for (int row = count() - 1; row >= 0; --row)
        if (!item(row)->isHidden()) {
            height = std::max(height, visualItemRect(item(row)).bottom() + verticalOffset() + 2 * spacing() + 1);
            break;
        }
    setFixedHeight(height + 2 * frameWidth());
}

} // namespace moelab
