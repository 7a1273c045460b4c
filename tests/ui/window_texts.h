#pragma once

#include "text/foreign_text.h"
#include "text/quoted_text.h"
#include "ui/hostile_run.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QWindow>

#include <algorithm>
#include <vector>

namespace fixture {

using moelab::hostileNames;
using moelab::inLine;
using moelab::quoted;

/// What is shown of a caption, where && is a sign and & marks the next one.
inline QString captionShown(QString caption) {
    caption.replace("&&", QString(QChar(1)));
    return caption.remove('&').replace(QChar(1), '&');
}

/// Without the marks that keep or turn directions, which nobody sees.
inline QString seen(QString text) {
    return text.removeIf([](QChar c) {
        return (c.unicode() >= 0x202A && c.unicode() <= 0x202E) || (c.unicode() >= 0x2066 && c.unicode() <= 0x2069);
    });
}

/// A part of each hostile name that no other text of the window has, with all ways in which the name may stand.
struct Sign {
    QString part;
    QStringList forms;
};

inline std::vector<Sign> signs() {
    const char* const parts[] = {"<img", "$HOME", "tabby",        "polar",  "",
                                 "1+1",  "[a,b]", "\u05d7\u05ea", "--help", ""};
    std::vector<Sign> signs;
    const std::vector<std::string> names = hostileNames();
    for (std::size_t i = 0; i < names.size(); ++i) {
        Sign sign{QString::fromUtf8(parts[i]), {}};
        for (const std::string& form : {names[i], asClassName(names[i]), asFileName(names[i])}) {
            const QString text = QString::fromStdString(form);
            // Blanks at the ends of class names are not part of them.
            for (const QString& each : {text, inLine(text), inLine(text.trimmed()), quoted(text, text)})
                sign.forms << seen(each);
        }
        signs.push_back(sign);
    }
    return signs;
}

/// @returns whether each hostile name of which there is a part is whole, or cut where a sign says so
inline bool isWhole(const QString& text) {
    static const std::vector<Sign> kSigns = signs();
    return text.contains(QChar(0x2026)) || std::ranges::all_of(kSigns, [&](const Sign& sign) {
               return sign.part.isEmpty() || !text.contains(sign.part) ||
                      std::ranges::any_of(sign.forms,
                                          [&](const QString& form) { return seen(text).contains(form); });
           });
}

/// Everything that a window says, and where.
class WindowTexts {
  public:
    explicit WindowTexts(QWidget& window) {
        QList<QWidget*> widgets = window.findChildren<QWidget*>();
        widgets << &window;
        for (QWidget* widget : widgets)
            add(*widget);
        for (QAction* action : window.findChildren<QAction*>())
            take("action", captionShown(action->text()));
        if (window.windowHandle())
            take("title", window.windowHandle()->title());
    }
    struct Text {
        QString where;
        QString text;
    };
    const std::vector<Text>& all() const { return m_texts; }
    /// Of labels and items of tables: no ends of lines where one line is shown.
    const std::vector<Text>& lines() const { return m_lines; }
    const QStringList& markup() const { return m_markup; }
    int containing(const QString& part) const {
        return int(std::ranges::count_if(m_texts, [&](const Text& text) { return text.text.contains(part); }));
    }

  private:
    void take(const QString& where, const QString& text) {
        if (!text.isEmpty())
            m_texts.push_back({where, text});
    }
    void add(QWidget& widget) {
        const QString where = QLatin1String(widget.metaObject()->className()) + ' ' + widget.objectName();
        take(where + " tool tip", widget.toolTip());
        take(where + " name", widget.accessibleName());
        take(where + " description", widget.accessibleDescription());
        if (auto* const label = qobject_cast<QLabel*>(&widget)) {
            label->ensurePolished(); // as it is before it is shown
            take(where, label->text());
            if (label->textFormat() != Qt::PlainText)
                m_markup << where + ": " + label->text();
        }
        if (auto* const button = qobject_cast<QAbstractButton*>(&widget))
            take(where, captionShown(button->text()));
        if (auto* const tabs = qobject_cast<QTabWidget*>(&widget))
            for (int i = 0; i < tabs->count(); ++i)
                take(where, captionShown(tabs->tabText(i)));
        if (auto* const box = qobject_cast<QComboBox*>(&widget))
            for (int i = 0; i < box->count(); ++i)
                take(where, box->itemText(i));
        if (auto* const edit = qobject_cast<QPlainTextEdit*>(&widget))
            take(where, edit->toPlainText());
        if (auto* const view = qobject_cast<QAbstractItemView*>(&widget); view && view->model())
            addItems(where, *view->model());
    }
    void addItems(const QString& where, const QAbstractItemModel& model) {
        for (int column = 0; column < model.columnCount(); ++column) {
            const QString title = model.headerData(column, Qt::Horizontal).toString();
            take(where + " header", title);
            m_lines.push_back({where, title});
            for (int row = 0; row < model.rowCount(); ++row) {
                const QModelIndex index = model.index(row, column);
                take(where + " item", index.data().toString());
                take(where + " item's tool tip", index.data(Qt::ToolTipRole).toString());
                take(where + " item's name", index.data(Qt::AccessibleTextRole).toString());
                m_lines.push_back({where, index.data().toString()});
            }
        }
    }

    std::vector<Text> m_texts;
    std::vector<Text> m_lines;
    QStringList m_markup;
};

} // namespace fixture
