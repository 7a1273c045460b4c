#include "text/searchable_box.h"

#include <QComboBox>
#include <QCompleter>
#include <QCoreApplication>
#include <QLineEdit>

namespace moelab {
namespace {

constexpr int kMostUnsearched = 20;

} // namespace

void searchWhereMany(QComboBox& box) {
    const bool many = box.count() > kMostUnsearched;
    if (many == box.isEditable())
        return;
    box.setEditable(many);
    if (!many)
        return;
    box.setInsertPolicy(QComboBox::NoInsert);
    auto* const names = new QCompleter(box.model(), box.lineEdit());
    names->setFilterMode(Qt::MatchContains);
    names->setCaseSensitivity(Qt::CaseInsensitive);
    box.setCompleter(names);
    box.lineEdit()->setAccessibleName(box.accessibleName());
    box.lineEdit()->setPlaceholderText(QCoreApplication::translate("moelab::SearchableBox", "Type to search"));
    QObject::connect(box.lineEdit(), &QLineEdit::editingFinished, &box, [&box] {
        if (box.currentText() != box.itemText(box.currentIndex()))
            box.setEditText(box.itemText(box.currentIndex()));
    });
}

} // namespace moelab
