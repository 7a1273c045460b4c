#include "parameters/group_row.h"

#include "parameters/class_chips.h"
#include "text/foreign_text.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace moelab {

GroupRow::GroupRow(int index, QWidget* parent)
    : QFrame(parent)
    , m_name(new QLineEdit)
    , m_remove(new QToolButton)
    , m_chips(new ClassChips) {
    const QString number = QString::number(index);
    setFrameShape(QFrame::StyledPanel);
    m_name->setObjectName(QStringLiteral("groupName-") + number);
    m_name->setAccessibleName(tr("Name of group %1").arg(index + 1));
    m_name->setToolTip(tr("Any name in one line; files are named after it"));
    m_remove->setObjectName(QStringLiteral("groupRemove-") + number);
    m_remove->setText(QStringLiteral("✕"));
    m_remove->setAutoRaise(true);
    m_chips->setObjectName(QStringLiteral("groupClasses-") + number);
    auto* const head = new QHBoxLayout;
    head->addWidget(m_name, 1);
    head->addWidget(m_remove);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(3, 3, 3, 3);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(m_chips);
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        if (m_name->isModified())
            emit renamed();
    });
    connect(m_remove, &QToolButton::clicked, this, &GroupRow::removeWanted);
}

void GroupRow::showGroup(const ClassGroup& group, const QStringList& classNames, bool canBeRemoved) {
    const QString name = QString::fromStdString(group.name);
    if (m_name->text().trimmed() != name || m_name->isUndoAvailable()) {
        const int position = m_name->cursorPosition();
        m_name->setText(name); // with nothing to undo
        m_name->setCursorPosition(position);
    }
    m_name->setModified(false);
    const QString shown = inText(name);
    m_chips->setAccessibleName(tr("Classes of %1").arg(shown));
    m_chips->setToolTip(tr("Drag classes to another group, or choose some and press Ctrl+Up or Ctrl+Down; Return "
                           "lists all groups"));
    m_chips->showClasses(group.classes, classNames);
    m_remove->setEnabled(canBeRemoved);
    m_remove->setAccessibleName(tr("Remove the group %1").arg(shown));
    m_remove->setToolTip(tr("Remove the group %1; its classes go to the group beside it").arg(shown));
}

void GroupRow::setTarget(bool target) {
    setBackgroundRole(target ? QPalette::Highlight : QPalette::NoRole);
    setAutoFillBackground(target);
}

} // namespace moelab
